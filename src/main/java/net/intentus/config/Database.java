package net.intentus.config;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Declares the connection pool and brings the schema up to date.
 *
 * <p>The pool never notices by itself that a connection is dead, and would hand it out for ever: a
 * database that was restarted, or an H2 file that closed itself on a full disk, would stay lost.
 * One question a second and connection is the price of coming back; it has to be a query, because
 * H2 calls a connection valid whose database has closed.
 */
@DataSourceDefinition(
    name = "java:app/jdbc/intentusnet",
    className = "net.intentus.config.DatabaseSource",
    minPoolSize = 2,
    maxPoolSize = 40,
    initialPoolSize = 2,
    properties = {
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=table",
      "fish.payara.validation-table-name=information_schema.schemata",
      "fish.payara.validate-atmost-once-period-in-seconds=1",
      "fish.payara.fail-all-connections=true"
    })
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
