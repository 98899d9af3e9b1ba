package net.intentus.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The tests' PostgreSQL by itself, for measuring: {@code DIRECTORY} holds its files and stays. It
 * prints its JDBC URL (user and password {@code postgres}) and runs until its input ends.
 */
public final class PostgresAlone {
  private PostgresAlone() {}

  /** Starts it and waits; as durable as PostgreSQL is by default. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(Path.of(arguments[0]))
            .setCleanDataDirectory(false)
            .setServerConfig("synchronous_commit", "on")
            .start()) {
      System.out.println("jdbc:postgresql://localhost:" + server.getPort() + "/postgres");
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
