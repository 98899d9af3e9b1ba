package net.intentus.agent;

import net.intentus.JpaDatabase;
import net.intentus.harness.PostgresServer;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresAgentPlanTest extends AgentPlanContract {
  @Override
  JpaDatabase open() {
    PostgresServer.Database database = PostgresServer.shared().newDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    return JpaDatabase.postgresql(source);
  }
}
