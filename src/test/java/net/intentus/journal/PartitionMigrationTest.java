package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.intentus.JpaDatabase;
import net.intentus.config.Ids;
import net.intentus.harness.PostgresServer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** How tables that are in use become partitioned ones. */
class PartitionMigrationTest {
  private static final List<String> TABLES =
      List.of("execution", "journal_block", "execution_payload");
  private static final String FAR = "ffffffff-ffff-7000-8000-000000000001";

  private final PGSimpleDataSource source = new PGSimpleDataSource();
  private Connection connection;

  @BeforeEach
  void upToTheVersionBefore() throws SQLException {
    PostgresServer.Database database = PostgresServer.shared().newDatabase();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    migrate("13");
    connection = source.getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(source)
        .locations("classpath:db/common", "classpath:db/postgresql")
        .target(target)
        .load()
        .migrate();
  }

  private void sql(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> list(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  private void insert(String id) throws SQLException {
    sql(
        "INSERT INTO execution (id, status, tenant, subject, intent_name, intent_version, strategy,"
            + " created_at, attempts, trace_id, request_id, envelope_hash, journal_head,"
            + " routing_table_hash, redaction_count, last_seq, version) VALUES ('"
            + id
            + "', 'SUCCEEDED', 't', 's', 'I', '1', 'DIRECT', 1, 1, 't', 'r', '\\x01', '\\x02',"
            + " '\\x03', 0, 2, 1)");
    sql("INSERT INTO journal_block VALUES ('" + id + "', 1, 1, '\\x0a'), ('" + id + "', 2, 1, '')");
    sql("INSERT INTO execution_payload VALUES ('" + id + "', '\\x0b', NULL)");
  }

  private Map<String, List<String>> content() throws SQLException {
    Map<String, List<String>> all = new TreeMap<>();
    for (String table : TABLES) {
      all.put(table, list("SELECT t::text FROM " + table + " t ORDER BY 1"));
    }
    return all;
  }

  private List<String> indexes() throws SQLException {
    return list(
        "SELECT tablename || ' ' || indexname || ' ' || regexp_replace(indexdef, '^.* USING ', '')"
            + " FROM pg_indexes WHERE tablename IN ('execution', 'journal_block',"
            + " 'execution_payload') ORDER BY 1");
  }

  @Test
  void rowsIndexesAndConstraintsStay() throws SQLException {
    Ids old = new Ids(Clock.offset(Clock.systemUTC(), Duration.ofDays(-400)));
    Ids now = new Ids(Clock.systemUTC());
    for (int i = 0; i < 20; i++) {
      insert(old.next());
      insert(now.next());
    }
    insert(FAR);
    Map<String, List<String>> before = content();
    List<String> indexes = indexes();
    List<String> columns = columns();

    migrate("14");

    assertThat(content()).isEqualTo(before);
    assertThat(indexes()).isEqualTo(indexes).hasSize(5);
    assertThat(columns()).isEqualTo(columns);
    assertThat(list("SELECT id FROM execution_default")).containsExactly(FAR);
    assertThat(list("SELECT DISTINCT execution_id FROM journal_block_default"))
        .containsExactly(FAR);
    assertThat(list("SELECT id FROM execution_before")).hasSize(40);
    String known = before.get("execution").get(0).substring(1, 37);
    for (String id : List.of(known, FAR)) {
      assertThatThrownBy(() -> insert(id)).hasMessageContaining("duplicate key");
      assertThatThrownBy(
              () -> sql("INSERT INTO journal_block VALUES ('" + id + "', 1, 1, '\\x0a')"))
          .hasMessageContaining("duplicate key");
    }
  }

  private List<String> columns() throws SQLException {
    return list(
        "SELECT table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type"
            + " || ' ' || is_nullable || ' ' || COALESCE(column_default, '-') || ' '"
            + " || COALESCE(collation_name, '-') || ' ' || COALESCE(character_maximum_length, 0)"
            + " FROM information_schema.columns WHERE table_name IN ('execution', 'journal_block',"
            + " 'execution_payload') ORDER BY table_name, ordinal_position");
  }

  @Test
  void daysAreMadeBehindWhatWasThere() throws SQLException {
    Ids ids = new Ids(Clock.systemUTC());
    insert(ids.next());
    migrate("14");
    insert(ids.next());
    assertThat(list("SELECT id FROM execution_before")).as("today").hasSize(2);
    List<DayPartition> days = made();
    assertThat(days).hasSize(8).first().satisfies(day -> assertThat(day.droppable()).isFalse());
    Ids tomorrow = new Ids(Clock.offset(Clock.systemUTC(), Duration.ofDays(1)));
    insert(tomorrow.next());
    assertThat(list("SELECT id FROM execution_" + days.get(1).suffix())).hasSize(1);
  }

  @Test
  void aNewDatabaseHasAPartitionOfToday() throws SQLException {
    migrate("14");
    List<DayPartition> days = made();
    assertThat(days).hasSize(9);
    insert(new Ids(Clock.systemUTC()).next());
    assertThat(list("SELECT id FROM execution_" + days.get(1).suffix())).hasSize(1);
    insert(new Ids(Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC)).next());
    assertThat(list("SELECT id FROM execution_before")).hasSize(1);
  }

  private List<DayPartition> made() {
    try (JpaDatabase database = JpaDatabase.postgresql(source)) {
      PartitionStore store = new TransactionalPartitionStore(database);
      new Partitions(store, true, Clock.systemUTC()).makeAhead();
      return store.all();
    }
  }
}
