package net.intentus.config;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Declares the connection pool and brings the schema up to date. */
@DataSourceDefinition(
    name = "java:app/jdbc/intentusnet",
    className = "net.intentus.config.DatabaseSource",
    minPoolSize = 2,
    maxPoolSize = 40,
    initialPoolSize = 2)
@Singleton
public class Database {
  @Resource(lookup = "java:app/jdbc/intentusnet")
  private @Nullable DataSource source;

  /**
   * Applies the migrations that are missing. Several instances may start at once: Flyway locks.
   *
   * @throws ConfigurationProblem when the schema cannot be brought up to date
   */
  public void migrate(Settings settings) {
    String vendor = settings.database().postgresql() ? "postgresql" : "h2";
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source)
          .locations("classpath:db/common", "classpath:db/" + vendor)
          .baselineOnMigrate(false)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ConfigurationProblem(
          "intentus.db.url",
          "the schema cannot be brought up to date ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ").",
          "See runbooks/start-stop-upgrade.md.");
    }
  }
}
