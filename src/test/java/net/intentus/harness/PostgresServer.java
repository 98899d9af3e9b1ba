package net.intentus.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL on loopback, one for the whole test JVM. Safe to share between threads. */
public final class PostgresServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final EmbeddedPostgres server;

  private PostgresServer(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Where to find an empty database of its own and how to sign in. */
  public record Database(String url, String user, String password) {}

  /** The server, started at the first call and stopped when the JVM ends. */
  public static PostgresServer shared() {
    return Holder.SERVER;
  }

  /** Makes an empty database. */
  public Database newDatabase() {
    String name = "it_" + DATABASES.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError("the test's PostgreSQL made no database", e);
    }
    String url = "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
    return new Database(url, "postgres", "postgres");
  }

  private static final class Holder {
    static final PostgresServer SERVER = start();

    private static PostgresServer start() {
      try {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "postgres-stop"));
        return new PostgresServer(server);
      } catch (IOException e) {
        throw new UncheckedIOException("the test's PostgreSQL did not start", e);
      }
    }

    private static void stop(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        System.err.println("the test's PostgreSQL did not stop: " + e.getMessage());
      }
    }
  }
}
