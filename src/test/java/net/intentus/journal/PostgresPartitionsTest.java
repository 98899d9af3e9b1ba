package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import net.intentus.JpaDatabase;
import net.intentus.harness.PostgresServer;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Retention where every execution is in the partition of its day, and the partitions themselves.
 */
class PostgresPartitionsTest extends RetentionContract {
  private static final String RULES = "*:*=keep/1d";
  private final PostgresServer.Database server = PostgresServer.shared().newDatabase();

  @Override
  JpaDatabase open() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(server.url());
    source.setUser(server.user());
    source.setPassword(server.password());
    JpaDatabase database = JpaDatabase.postgresql(source);
    database.inTransaction( // the tests' days are older than the schema
        entities ->
            entities
                .createNativeQuery(
                    "DROP TABLE execution_before, journal_block_before, execution_payload_before")
                .executeUpdate());
    return database;
  }

  @BeforeEach
  void makeDays() {
    days().forEach(day -> sql("DROP TABLE " + String.join(", ", day.tables().toList())));
    partitions(START).makeAhead();
  }

  private Partitions partitions(Instant at) {
    return new Partitions(stores.partitions, true, Clock.fixed(at, ZoneOffset.UTC));
  }

  @Override
  List<DayPartition> days() {
    return partitions(now).droppable();
  }

  private List<String> names() {
    return days().stream().map(DayPartition::suffix).toList();
  }

  private String text(String sql) {
    return database.inTransaction(
        entities -> (String) entities.createNativeQuery(sql).getSingleResult());
  }

  private String tableOf(String id) {
    return text("SELECT tableoid::regclass::text FROM execution WHERE id = '" + id + "'");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.url(), server.user(), server.password());
  }

  @Test
  void aDayGoesIntoItsPartitionWhichIsMadeAWeekAhead() {
    assertThat(names()).contains("d20260301", "d20260308").doesNotContain("d20260309");
    assertThat(tableOf(ended("Search", ExecutionStatus.SUCCEEDED)))
        .isEqualTo("execution_d20260301");
    now = START.plus(Duration.ofDays(7));
    assertThat(tableOf(open("Search"))).isEqualTo("execution_d20260308");
    now = START.plus(Duration.ofDays(800));
    assertThat(tableOf(open("Search"))).isEqualTo("execution_default");
    assertThat(count("journal_block_default")).isEqualTo(1);
    assertThat(count("execution_payload_default")).isEqualTo(1);
  }

  @Test
  void aDayThatHasExpiredIsDroppedWithEverythingBesideIt() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    String other = ended("Search", ExecutionStatus.FAILED);
    sql("INSERT INTO execution_link VALUES ('x', '" + id + "'), ('" + id + "', 'y'), ('x', 'y')");
    sql("INSERT INTO execution_verification VALUES ('" + other + "', 'VERIFIED', 1, NULL, NULL)");
    sql("INSERT INTO execution_restored VALUES ('" + other + "', 1)");
    sql("INSERT INTO execution_original VALUES ('" + other + "', 1, '')");
    now = START.plus(Duration.ofDays(1));
    String next = ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(2));

    RetentionRun dry = run(RULES, true);
    RetentionRun real = run(RULES, false);
    assertThat(real.counts()).isEqualTo(dry.counts());
    Counts counts = real.counts();
    assertThat(counts.partitionsDropped()).isEqualTo(1);
    assertThat(counts.executionsDeleted()).isEqualTo(2);
    assertThat(counts.scanned()).isEqualTo(2);
    assertThat(counts.bytesFreed()).isPositive();
    assertThat(names()).doesNotContain("d20260301").contains("d20260302");
    for (String table : List.of("journal_block", "execution_payload")) {
      assertThat(text("SELECT to_regclass('" + table + "_d20260301')::text")).isNull();
    }
    assertThat(read(id)).isEmpty();
    assertThat(read(next)).isPresent();
    for (String table :
        List.of("execution_verification", "execution_restored", "execution_original")) {
      assertThat(count(table)).as(table).isZero();
    }
    assertThat(count("execution_link")).as("the one of others").isEqualTo(1);
    sql("DELETE FROM execution_link");
    noOrphans();
  }

  @Test
  void oneThatStaysKeepsItsDayAndTheOthersGoInBatches() {
    String held = ended("Search", ExecutionStatus.SUCCEEDED);
    hold(held);
    ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(1));
    String kept = ended("Keep", ExecutionStatus.SUCCEEDED);
    ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(2));
    String open = open("Search");
    ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(3));
    String unknown = ended("Search", ExecutionStatus.UNKNOWN);
    now = START.plus(Duration.ofDays(20));

    RetentionRun run = run("Keep:*=keep/keep;" + RULES, false);
    assertThat(run.counts().partitionsDropped()).as("the empty days behind").isEqualTo(4);
    assertThat(run.counts().executionsDeleted()).isEqualTo(3);
    assertThat(run.counts().held()).isEqualTo(1);
    assertThat(names()).containsExactly("d20260301", "d20260302", "d20260303", "d20260304");
    for (String id : List.of(held, kept, open, unknown)) {
      assertThat(read(id).orElseThrow().payload()).isNotNull();
    }
    noOrphans();

    sql("DELETE FROM legal_hold");
    assertThat(run("Keep:*=keep/keep;" + RULES, false).counts().partitionsDropped()).isEqualTo(1);
    assertThat(read(held)).isEmpty();
  }

  @Test
  void whatChangesBetweenLookingAndDroppingCounts() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    DayPartition day = days().get(0);
    RetentionRun run = begin(false);
    assertThat(stores.partitions.drop(run.id(), day, 2, false)).as("one is missing").isFalse();
    hold(id);
    assertThat(stores.partitions.drop(run.id(), day, 1, false)).as("one is held").isFalse();
    sql("UPDATE retention_lease SET holder = 'other'");
    assertThatThrownBy(() -> stores.partitions.drop(run.id(), day, 1, false))
        .isInstanceOf(RetentionRunStore.LeaseLost.class);
    assertThat(read(id).orElseThrow().payload()).isNotNull();
  }

  @Test
  void aDayInUseIsNotWaitedForAndDroppedByALaterRun() throws SQLException {
    ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(2));
    try (Connection reader = connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.executeQuery("SELECT * FROM execution").close();
      RetentionRun run = run(RULES, false);
      assertThat(run.state()).isEqualTo(State.SUCCEEDED);
      assertThat(run.counts().partitionsDropped()).isZero();
      assertThat(run.counts().executionsDeleted()).isEqualTo(1);
      assertThat(count("execution")).isZero();
      noOrphans();
    }
    assertThat(run(RULES, false).counts().partitionsDropped()).isEqualTo(1);
  }

  @Test
  void makingDaysDoesNotWaitForOthersEither() throws SQLException {
    sql("DROP TABLE execution_d20260305, journal_block_d20260305, execution_payload_d20260305");
    now = START.plus(Duration.ofDays(800));
    ended("Search", ExecutionStatus.SUCCEEDED);
    try (Connection other = connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.executeQuery("SELECT * FROM execution").close();
      partitions(START).makeAhead();
      assertThat(names()).doesNotContain("d20260305");
    }
    partitions(START).makeAhead();
    assertThat(names()).contains("d20260305");
  }

  @Test
  void aDayThatTheDefaultPartitionHoldsSomeOfIsNotMadeAndGoesInBatches() {
    now = START.plus(Duration.ofDays(102));
    String early = ended("Search", ExecutionStatus.SUCCEEDED);
    partitions(START.plus(Duration.ofDays(100))).makeAhead();
    assertThat(names()).contains("d20260610", "d20260612").doesNotContain("d20260611");
    String late = ended("Search", ExecutionStatus.SUCCEEDED);
    assertThat(tableOf(early)).isEqualTo("execution_default");
    assertThat(tableOf(late)).isEqualTo("execution_default");
    now = START.plus(Duration.ofDays(104));
    RetentionRun run = run(RULES, false);
    assertThat(run.counts().executionsDeleted()).isEqualTo(2);
    assertThat(count("execution")).isZero();
  }

  @Test
  void instancesMakeDaysAtTheSameTimeWhileOthersWrite() throws Exception {
    Instant at = START.plus(Duration.ofDays(300));
    now = at;
    partitions(at).makeAhead();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(
            threads.submit(
                () ->
                    IntStream.range(8, 16).forEach(day -> partitions(later(at, day)).makeAhead())));
      }
      for (int i = 0; i < 2; i++) {
        all.add(
            threads.submit(
                () ->
                    IntStream.range(0, 50).forEach(n -> ended("Search", ExecutionStatus.FAILED))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdown();
    }
    // What all of them left, because others were at it; the database's own housekeeping may be,
    // too, which is why the product asks again as well.
    for (int i = 0; i < 20 && daysFrom("2026-12-26").size() < 24; i++) {
      partitions(later(at, 8)).makeAhead();
      partitions(later(at, 16)).makeAhead();
    }
    assertThat(daysFrom("2026-12-26")).hasSize(24);
    assertThat(count("execution_d20261226")).isEqualTo(100);
    now = at.plus(Duration.ofDays(2));
    run(RULES, false);
    assertThat(count("execution")).isZero();
    noOrphans();
  }

  @Test
  void aDayThatIsMadeWhileItIsWrittenToRefusesNothing() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(4);
    try {
      for (int day = 400; day < 408; day++) {
        now = START.plus(Duration.ofDays(day));
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(writers.submit(() -> IntStream.range(0, 5).forEach(n -> open("Search"))));
        }
        partitions(now).makeAhead();
        for (Future<?> one : all) {
          one.get();
        }
        days().forEach(made -> sql("DROP TABLE " + String.join(", ", made.tables().toList())));
        sql("DELETE FROM execution");
      }
    } finally {
      writers.shutdown();
    }
  }

  private List<DayPartition> daysFrom(String date) {
    LocalDate first = LocalDate.parse(date);
    return days().stream().filter(day -> !day.from().isBefore(first)).toList();
  }

  private static Instant later(Instant at, int days) {
    return at.plus(Duration.ofDays(days));
  }

  @Test
  void whatWasArchivedBeforeItsDayWasDroppedComesBack(@TempDir Path root) throws Exception {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    Path directory = root.resolve("run");
    now = START.plus(Duration.ofDays(2));
    RetentionRun run = run(RULES, false, archive(directory), () -> true);
    assertThat(run.counts().executionsArchived()).isEqualTo(1);
    assertThat(run.counts().partitionsDropped()).isEqualTo(1);
    assertThat(read(id)).isEmpty();

    List<byte[]> lines = new ArrayList<>();
    try (var file =
        new GZIPInputStream(
            Files.newInputStream(directory.resolve("0001").resolve(ArchiveDirectory.FILE)))) {
      new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .forEach(line -> lines.add(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
    RestoreResult result =
        database.inTransaction(
            entities ->
                new Restoring(
                        new RestoreStore(entities),
                        partitions(now),
                        Fixtures.NO_KEYS,
                        entry -> {},
                        Clock.fixed(now, ZoneOffset.UTC),
                        PayloadVault.NONE)
                    .restore(lines, ADMIN));
    assertThat(result.restored()).isEqualTo(1);
    StoredExecution back = read(id).orElseThrow();
    assertThat(Verification.of(back, Fixtures.NO_KEYS).valid()).isTrue();
    assertThat(tableOf(id)).isEqualTo("execution_d20260301");
    assertThat(run(RULES, false).counts().executionsDeleted()).as("its age begins anew").isZero();
    now = now.plus(Duration.ofDays(2));
    run = run(RULES, false);
    assertThat(run.counts().executionsDeleted()).isEqualTo(1);
    assertThat(names()).doesNotContain("d20260301");
    noOrphans();
  }

  @Test
  void aDayWithARecordThatCannotBeArchivedStays(@TempDir Path root) {
    String damaged = ended("Search", ExecutionStatus.SUCCEEDED);
    String fine = ended("Search", ExecutionStatus.SUCCEEDED);
    sql("UPDATE execution SET tenant = 'edited' WHERE id = '" + damaged + "'");
    now = START.plus(Duration.ofDays(2));
    RetentionRun run = run(RULES, false, archive(root.resolve("run")), () -> true);
    assertThat(run.counts().partitionsDropped()).isZero();
    assertThat(run.counts().unreadable()).isEqualTo(1);
    assertThat(read(damaged)).isPresent();
    assertThat(read(fine)).isEmpty();
  }

  private Archive archive(Path directory) {
    ExecutionStore each =
        new ExecutionStore() {
          @Override
          public java.util.Optional<StoredExecution> find(String id) {
            return read(id);
          }
        };
    return new ArchiveDirectory(directory, each, Fixtures.NO_KEYS, now);
  }

  @Test
  void oneExecutionIsLookedForInOnePartition() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    for (String from : List.of("execution WHERE id", "journal_block WHERE execution_id")) {
      List<?> plan =
          database.inTransaction(
              entities ->
                  entities
                      .createNativeQuery("EXPLAIN SELECT * FROM " + from + " = '" + id + "'")
                      .getResultList());
      assertThat(String.join("\n", plan.stream().map(String::valueOf).toList()))
          .contains("_d20260301")
          .doesNotContain("_d20260302", "_default");
    }
  }

  @Test
  void storageIsSummedOverPartitions() {
    ended("Search", ExecutionStatus.SUCCEEDED);
    List<Stats.Table> tables =
        database.inTransaction(entities -> new StatsStore(entities).tablesOnPostgresql());
    assertThat(tables)
        .extracting(Stats.Table::name)
        .contains("execution", "journal_block", "execution_payload", "legal_hold")
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.contains("_default") || name.contains("_d2026"));
    assertThat(tables)
        .filteredOn(table -> table.name().equals("journal_block"))
        .allSatisfy(table -> assertThat(table.bytes()).isGreaterThanOrEqualTo(16_384));
  }
}
