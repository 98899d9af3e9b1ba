package net.intentus.blackbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;

/**
 * Two instances on one PostgreSQL, which the tests of several instances share. They start at the
 * first use and end with the JVM; a test that kills one starts it again.
 */
final class Pair {
  private Pair() {}

  static RunningServer one() {
    return Started.ONE;
  }

  static RunningServer two() {
    return Started.TWO;
  }

  /** A connection of one's own to their database. */
  static Connection connect() throws SQLException {
    PostgresServer.Database database = Started.DATABASE;
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /** A new key of a caller of the default tenant who has that role, good at both. */
  static String key(String name, String role) throws SQLException {
    try (Connection connection = connect()) {
      return StoredKey.put(connection, name, "default", role);
    }
  }

  private static final class Started {
    static final PostgresServer.Database DATABASE = PostgresServer.shared().newDatabase();
    static final RunningServer ONE;
    static final RunningServer TWO;

    static {
      RunningServer.Options options =
          RunningServer.Options.fresh()
              .on(DATABASE)
              .with("INTENTUS_DEMO_ENABLED", "true")
              .with("INTENTUS_ENVIRONMENT", "test")
              .with("INTENTUS_ENCRYPTION_KEY", "5a".repeat(32))
              .with("INTENTUS_SIGNING_ENABLED", "true")
              .with("INTENTUS_IDEMPOTENCY_TTL_HOURS", "1")
              .with("INTENTUS_VERIFICATION_SWEEP_INTERVAL_HOURS", "0")
              .with("INTENTUS_VERIFICATION_SWEEP_PER_SECOND", "2000")
              .with("INTENTUS_NODE_ID", "node-me")
              .with("INTENTUS_NODE_SECRET", "canary-own-secret");
      ONE = Servers.untilTheEnd(options);
      TWO = Servers.untilTheEnd(options);
    }
  }
}
