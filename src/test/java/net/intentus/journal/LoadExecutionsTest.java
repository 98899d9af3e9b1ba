package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import net.intentus.JpaDatabase;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class LoadExecutionsTest {
  private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void everyLoadedRecordVerifies() throws Exception {
    String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    LoadExecutions.main(new String[] {url, "sa", "", "300", "2"});

    JdbcDataSource source = new JdbcDataSource();
    source.setURL(url);
    source.setUser("sa");
    try (JpaDatabase database = JpaDatabase.h2(source)) {
      List<?> ids =
          database.inTransaction(
              entities ->
                  entities
                      .createNativeQuery("SELECT id FROM execution ORDER BY id")
                      .getResultList());
      assertThat(ids).hasSize(300);
      for (Object id : ids) {
        StoredExecution stored =
            database.inTransaction(
                entities -> new ExecutionStore(entities).find((String) id).orElseThrow());
        assertThat(Verification.of(stored, Fixtures.NO_KEYS)).matches(VerifyReport::valid);
      }
    }
    try (var connection = DriverManager.getConnection(url, "sa", "");
        var rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM agent")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @Test
  void theThreeOldestAreTheRareOnes() {
    PastExecutions past = new PastExecutions(END, 1_000);

    assertThat(past.number(2).row().summary())
        .matches(row -> row.intent().name().equals(PastExecutions.RARE))
        .matches(row -> PastExecutions.RARE_ERROR.name().equals(row.errorCode()));
    assertThat(past.number(3).row().summary().intent().name()).isNotEqualTo(PastExecutions.RARE);
  }
}
