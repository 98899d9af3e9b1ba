package net.intentus.blackbox;

import java.util.function.UnaryOperator;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;

/**
 * The servers that the black-box tests share. Each starts at its first use and ends with the JVM;
 * tests leave no agents behind.
 */
final class Servers {
  /** How many intents a narrow server takes at once. */
  static final int MAX_CONCURRENT = 4;

  private Servers() {}

  /** Standard settings and the samples, on H2. */
  static RunningServer standard() {
    return RunningServer.shared();
  }

  /** Narrow limits, PARALLEL allowed, on H2. */
  static RunningServer narrow() {
    return Narrow.SERVER;
  }

  /** As {@link #narrow()}, on PostgreSQL, chosen by environment variables alone. */
  static RunningServer postgres() {
    return Postgres.SERVER;
  }

  /** The database of {@link #postgres()}, which has been set up. */
  static PostgresServer.Database postgresDatabase() {
    return Postgres.DATABASE;
  }

  private static RunningServer start(UnaryOperator<RunningServer.Options> more) {
    return untilTheEnd(
        more.apply(
            RunningServer.Options.fresh()
                .with("INTENTUS_DEMO_ENABLED", "true")
                .with("INTENTUS_ROUTING_REQUIRE_DETERMINISM", "false")
                .with("INTENTUS_LIMITS_MAX_CONCURRENT", Integer.toString(MAX_CONCURRENT))
                .with("INTENTUS_AGENTS_CONNECT_TIMEOUT_MS", "1000")
                .with("INTENTUS_AGENTS_CALL_CEILING_MS", "2000")));
  }

  /** Starts a server that runs until the JVM ends. */
  static RunningServer untilTheEnd(RunningServer.Options options) {
    RunningServer server = RunningServer.start(options);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "server-close"));
    return server;
  }

  private static final class Narrow {
    static final RunningServer SERVER = start(options -> options);
  }

  private static final class Postgres {
    static final PostgresServer.Database DATABASE = PostgresServer.shared().newDatabase();
    static final RunningServer SERVER = start(options -> options.on(DATABASE));
  }
}
