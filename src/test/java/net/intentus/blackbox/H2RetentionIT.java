package net.intentus.blackbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import net.intentus.harness.RunningServer;

class H2RetentionIT extends RetentionContract {
  @Override
  RunningServer.Options on(RunningServer.Options options) {
    return options;
  }

  @Override
  Connection connect(RunningServer server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:h2:file:" + server.dataDir().resolve("intentusnet"), "sa", "");
  }
}
