package net.intentus.blackbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;

class PostgresRetentionIT extends RetentionContract {
  private final PostgresServer.Database database = PostgresServer.shared().newDatabase();

  @Override
  RunningServer.Options on(RunningServer.Options options) {
    return options.on(database);
  }

  @Override
  Connection connect(RunningServer server) throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }
}
