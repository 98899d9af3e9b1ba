package net.intentus.privacy;

import net.intentus.JpaDatabase;
import net.intentus.harness.PostgresServer;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresDataKeysTest extends DataKeysContract {
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
