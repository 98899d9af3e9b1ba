package net.intentus.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.Test;

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

  @Test
  void executionsAreInThePartitionOfTheirDayAndDaysThatHaveExpiredAreDropped() throws Exception {
    String kept = submit("StoreCredentialIntent");
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      String day =
          text(statement, "SELECT tableoid::regclass FROM execution WHERE id = '" + kept + "'");
      assertThat(day).matches("execution_d\\d{8}");
      assertThat(
              text(
                  statement,
                  "SELECT tableoid::regclass FROM journal_block WHERE execution_id = '"
                      + kept
                      + "'"))
          .isEqualTo(day.replace("execution", "journal_block"));
      assertThat(text(statement, "SELECT COUNT(*) FROM execution_default")).isEqualTo("0");

      statement.execute(
          "DROP TABLE execution_before, journal_block_before, execution_payload_before");
      for (String table : new String[] {"execution", "journal_block", "execution_payload"}) {
        statement.execute(
            "CREATE TABLE %1$s_d20250301 PARTITION OF %1$s FOR VALUES FROM ('%2$s') TO ('%3$s')"
                .formatted(table, "01954f00-b000", "01955427-0c00"));
      }
    }
    JsonNode dry = run("?dryRun=true");
    assertThat(dry.path("partitionsDropped").asInt()).as("%s", dry).isEqualTo(1);
    JsonNode real = run("");
    assertThat(real.path("partitionsDropped").asInt()).as("%s", real).isEqualTo(1);
    assertThat(run("").path("partitionsDropped").asInt()).isZero();
    assertThat(api.get("/api/v1/executions/" + kept + "/verify").status()).isEqualTo(200);
    assertThat(api.get("/api/v1/stats").json().at("/storage/tables").findValuesAsText("name"))
        .contains("execution")
        .noneMatch(name -> name.startsWith("execution_d"));
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).as(sql).isTrue();
      return row.getString(1);
    }
  }
}
