package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.JpaDatabase;
import net.intentus.config.Ids;
import net.intentus.config.Retention;
import net.intentus.config.SettingsReader;
import net.intentus.intent.Caller;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Cause;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;
import net.intentus.privacy.Redactors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What retention promises, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RetentionContract {
  private static final List<String> TABLES =
      List.of(
          "execution",
          "journal_block",
          "execution_payload",
          "execution_restored",
          "legal_hold",
          "retention_run");
  static final Instant START = Fixtures.NOW;
  static final Caller ADMIN =
      new Caller("key:admin", Caller.ALL_TENANTS, Set.of("admin"), null, null);

  JpaDatabase database;
  RetentionStores stores;
  RetentionRunStore runStore;
  private RetentionStore store;

  /** Moved by the tests; executions are made at this moment. */
  Instant now = START;

  private int runs;

  abstract JpaDatabase open();

  /** What can be dropped as a whole; nothing on a database without partitions. */
  List<DayPartition> days() {
    return List.of();
  }

  @BeforeAll
  void openDatabase() {
    database = open();
    runStore = new TransactionalRunStore(database);
    store = new TransactionalRetentionStore(database);
    stores = new RetentionStores(runStore, store, new TransactionalPartitionStore(database));
  }

  @AfterAll
  void closeDatabase() {
    database.close();
  }

  @BeforeEach
  void empty() {
    now = START;
    TABLES.forEach(table -> sql("DELETE FROM " + table));
    freeLease();
  }

  private void freeLease() {
    sql("UPDATE retention_lease SET until_at = 0");
  }

  int sql(String statement) {
    return database.inTransaction(
        entities -> entities.createNativeQuery(statement).executeUpdate());
  }

  long count(String table) {
    return database.inTransaction(
        entities ->
            ((Number) entities.createNativeQuery("SELECT COUNT(*) FROM " + table).getSingleResult())
                .longValue());
  }

  private static Retention rules(String rules) {
    return SettingsReader.read(
            key -> Optional.ofNullable(Map.of("intentus.retention.rules", rules).get(key)))
        .retention();
  }

  String open(String intent) {
    ExecutionLog log = begin(intent);
    write(Fixtures.append(log, null));
    return log.executionId();
  }

  String ended(String intent, ExecutionStatus status) {
    ExecutionLog log = begin(intent);
    write(Fixtures.append(log, null));
    write(Fixtures.append(log, Fixtures.finish(log, status)));
    return log.executionId();
  }

  private ExecutionLog begin(String intent) {
    Ids ids = new Ids(Clock.fixed(now, ZoneOffset.UTC));
    return Fixtures.begin(now, ids.next(), intent, "default");
  }

  private void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  Optional<StoredExecution> read(String id) {
    return database.inTransaction(entities -> new ExecutionStore(entities).find(id));
  }

  void hold(String id) {
    database.inTransaction(
        entities ->
            new Holds(
                    new HoldStore(entities),
                    entry -> {},
                    Redactors.ofFields(),
                    Clock.fixed(now, ZoneOffset.UTC))
                .place(id, "a claim", ADMIN)
                .orElseThrow());
  }

  RetentionRun begin(boolean dry) {
    return runStore
        .begin("a-" + (10_000 + runs++), Cause.MANUAL, dry, "key:test", now)
        .orElseThrow();
  }

  RetentionRun run(String rules, boolean dry) {
    return run(rules, dry, Archive.NONE, () -> true);
  }

  RetentionRun run(String rules, boolean dry, Archive archive, RetentionPass.Rest rest) {
    RetentionRun run = begin(dry);
    boolean done = false;
    try {
      done =
          new RetentionPass(stores, new Expiry(rules(rules), now), archive, rest, run).run(days());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    } finally {
      runStore.end(run.id(), done ? State.SUCCEEDED : State.INTERRUPTED, now, null);
    }
    return runStore.find(run.id()).orElseThrow();
  }

  void noOrphans() {
    for (String table : List.of("journal_block", "execution_payload", "execution_restored")) {
      assertThat(
              count(
                  table
                      + " t WHERE NOT EXISTS (SELECT 1 FROM execution e"
                      + " WHERE e.id = t.execution_id)"))
          .as(table)
          .isZero();
    }
  }

  @Test
  void payloadsGoFirstAndTheRecordStillVerifies() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(8));
    RetentionRun run = run("*:*=7d/30d", false);

    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.counts().payloadsErased()).isEqualTo(1);
    assertThat(run.counts().bytesFreed()).isPositive();
    StoredExecution stored = read(id).orElseThrow();
    assertThat(stored.payload()).isNull();
    assertThat(Verification.of(stored, Fixtures.NO_KEYS).valid()).isTrue();

    now = START.plus(Duration.ofDays(31));
    assertThat(run("*:*=7d/30d", false).counts().executionsDeleted()).isEqualTo(1);
    TABLES.subList(0, 5).forEach(table -> assertThat(count(table)).as(table).isZero());
  }

  /**
   * A legal hold keeps its execution; the key of an idempotent request and what a call holds back
   * of a budget have lifetimes of their own.
   */
  private static final Set<String> NOT_OF_AN_EXECUTION =
      Set.of("legal_hold", "idempotency_key", "budget_hold");

  @Test
  @SuppressWarnings("unchecked")
  void everyTableThatPointsAtAnExecutionIsCleared() {
    List<String> pointing =
        database.inTransaction(
            entities ->
                entities
                    .createNativeQuery(
                        "SELECT LOWER(c.table_name || '.' || c.column_name)"
                            + " FROM information_schema.columns c"
                            + " WHERE LOWER(c.table_schema) = 'public' AND LOWER(c.column_name)"
                            + " IN ('execution_id', 'parent_id', 'child_id')")
                    .getResultList());
    List<String> cleared =
        RetentionStore.ROWS_OF_AN_EXECUTION.stream()
            .map(rows -> rows.table() + "." + rows.key())
            .toList();
    assertThat(pointing).isNotEmpty();
    assertThat(pointing)
        .filteredOn(
            column -> !NOT_OF_AN_EXECUTION.contains(column.substring(0, column.indexOf('.'))))
        .filteredOn(column -> !column.matches("\\w+_(before|default|d\\d{8})\\..*"))
        .isSubsetOf(cleared);
  }

  @Test
  void nothingExpiresBeforeItsTime() {
    ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(7));
    RetentionRun run = run("*:*=7d/30d", false);
    assertThat(run.counts()).isEqualTo(Counts.NONE);
    assertThat(run("*:*=keep/keep", false).counts()).isEqualTo(Counts.NONE);
    assertThat(count("execution_payload")).isEqualTo(1);
  }

  @Test
  void theFirstRuleThatMatchesIntentAndStatusCounts() {
    String failed = ended("Search", ExecutionStatus.FAILED);
    String kept = ended("SearchAll", ExecutionStatus.SUCCEEDED);
    String deleted = ended("Other", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(10));
    run("Search*:succeeded=keep/keep;*:failed=keep/20d;*:*=keep/1d", false);
    assertThat(read(failed)).isPresent();
    assertThat(read(kept)).isPresent();
    assertThat(read(deleted)).isEmpty();
  }

  @Test
  void whatIsOpenOrUnknownNeverExpires() {
    String open = open("Search");
    String unknown = ended("Search", ExecutionStatus.UNKNOWN);
    String cancelled = ended("Search", ExecutionStatus.CANCELLED);
    now = START.plus(Duration.ofDays(4_000));
    RetentionRun run = run("*:*=1s/1s", false);
    assertThat(run.counts().executionsDeleted()).isEqualTo(1);
    assertThat(read(open).orElseThrow().payload()).isNotNull();
    assertThat(read(unknown).orElseThrow().payload()).isNotNull();
    assertThat(read(cancelled)).isEmpty();
    noOrphans();
  }

  @Test
  void whatIsHeldStaysWithItsPayload() {
    String held = ended("Search", ExecutionStatus.SUCCEEDED);
    ended("Search", ExecutionStatus.SUCCEEDED);
    hold(held);
    now = START.plus(Duration.ofDays(40));
    RetentionRun run = run("*:*=1d/30d", false);
    assertThat(run.counts().executionsDeleted()).isEqualTo(1);
    assertThat(run.counts().held()).isEqualTo(1);
    assertThat(read(held).orElseThrow().payload()).isNotNull();
    assertThat(count("legal_hold")).isEqualTo(1);
    noOrphans();

    database.inTransaction(
        entities ->
            new Holds(
                    new HoldStore(entities),
                    entry -> {},
                    Redactors.ofFields(),
                    Clock.fixed(now, ZoneOffset.UTC))
                .release(held, ADMIN));
    run("*:*=1d/30d", false);
    assertThat(read(held)).isEmpty();
  }

  @Test
  void aHoldThatComesBetweenLookingAndDeletingCounts() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    hold(id);
    RetentionRun run = begin(false);
    store.erasePayloads(run.id(), List.of(id), false);
    store.deleteExecutions(run.id(), List.of(id), false);
    assertThat(read(id).orElseThrow().payload()).isNotNull();
  }

  @Test
  void aDryRunCountsWhatARunDoesAndDoesNothing() {
    for (int i = 0; i < 3; i++) {
      ended("Search", ExecutionStatus.SUCCEEDED);
    }
    ended("Keep", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(40));
    String rules = "Search:*=1d/30d;*:*=1d/keep";
    RetentionRun dry = run(rules, true);
    assertThat(count("execution")).isEqualTo(4);
    assertThat(count("execution_payload")).isEqualTo(4);
    assertThat(dry.counts().executionsDeleted()).isEqualTo(3);
    assertThat(dry.counts().payloadsErased()).isEqualTo(1);

    RetentionRun real = run(rules, false);
    assertThat(real.counts().executionsDeleted()).isEqualTo(dry.counts().executionsDeleted());
    assertThat(real.counts().payloadsErased()).isEqualTo(dry.counts().payloadsErased());
    assertThat(real.counts().bytesFreed()).isEqualTo(dry.counts().bytesFreed());
    assertThat(count("execution")).isEqualTo(1);
  }

  @Test
  void goesThroughMoreThanAPage() {
    int many = RetentionPass.PAGE + RetentionPass.BATCH + 1;
    for (int i = 0; i < many; i++) {
      ended(i % 2 == 0 ? "Search" : "Keep", ExecutionStatus.SUCCEEDED);
    }
    now = START.plus(Duration.ofDays(2));
    RetentionRun run = run("Search:*=keep/1d", false);
    assertThat(run.counts().scanned()).isEqualTo(many);
    assertThat(run.counts().executionsDeleted()).isEqualTo((many + 1) / 2);
    assertThat(count("execution")).isEqualTo(many / 2);
    noOrphans();
  }

  @Test
  void deletesOnlyWhatIsSafelyInTheArchive() {
    String unreadable = ended("Search", ExecutionStatus.SUCCEEDED);
    String fine = ended("Search", ExecutionStatus.SUCCEEDED);
    List<String> sealed = new ArrayList<>();
    Archive archive =
        new Archive() {
          private final List<String> added = new ArrayList<>();

          @Override
          public List<String> add(List<String> ids) {
            List<String> good = ids.stream().filter(id -> !id.equals(unreadable)).toList();
            added.addAll(good);
            return good;
          }

          @Override
          public boolean seal() {
            assertThat(count("execution")).as("still there").isEqualTo(2);
            sealed.addAll(added);
            return true;
          }

          @Override
          public void close() {
            // there is no file
          }
        };
    now = START.plus(Duration.ofDays(2));
    RetentionRun run = run("*:*=keep/1d", false, archive, () -> true);
    assertThat(sealed).containsOnly(fine);
    assertThat(run.counts().executionsArchived()).isEqualTo(1);
    assertThat(run.counts().unreadable()).isEqualTo(1);
    assertThat(read(unreadable)).isPresent();
    assertThat(read(fine)).isEmpty();
  }

  @Test
  void stopsAfterABatchWhenTheProcessEnds() {
    for (int i = 0; i < RetentionPass.BATCH + 1; i++) {
      ended("Search", ExecutionStatus.SUCCEEDED);
    }
    now = START.plus(Duration.ofDays(2));
    RetentionRun run = run("*:*=1d/keep", false, Archive.NONE, () -> false);
    assertThat(run.state()).isEqualTo(State.INTERRUPTED);
    assertThat(run.counts().payloadsErased()).isEqualTo(RetentionPass.BATCH);
    assertThat(count("execution_payload")).isEqualTo(1);
  }

  @Test
  void onlyOneRunAtATime() {
    RetentionRun first = begin(false);
    assertThat(runStore.begin("b", Cause.SCHEDULED, false, "system", now)).isEmpty();
    runStore.end(first.id(), State.SUCCEEDED, now, null);
    assertThat(runStore.begin("b", Cause.SCHEDULED, false, "system", now)).isPresent();
  }

  @Test
  void aRunWhoseLeaseWasTakenChangesNothingMore() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    RetentionRun lost = begin(false);
    freeLease();
    begin(false);
    assertThat(runStore.find(lost.id()).orElseThrow().state()).isEqualTo(State.INTERRUPTED);
    assertThatThrownBy(() -> store.deleteExecutions(lost.id(), List.of(id), false))
        .isInstanceOf(RetentionRunStore.LeaseLost.class);
    assertThatThrownBy(() -> store.erasePayloads(lost.id(), List.of(id), false))
        .isInstanceOf(RetentionRunStore.LeaseLost.class);
    assertThat(read(id).orElseThrow().payload()).isNotNull();
  }

  @Test
  void aRunThatWasAbandonedIsSaidToBeInterrupted() {
    RetentionRun run = begin(false);
    runStore.sweep(now);
    assertThat(runStore.find(run.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
    freeLease();
    runStore.sweep(now);
    assertThat(runStore.find(run.id()).orElseThrow().state()).isEqualTo(State.INTERRUPTED);
  }

  @Test
  void theAgeOfWhatCameBackCountsFromThen() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    now = START.plus(Duration.ofDays(40));
    sql("INSERT INTO execution_restored VALUES ('" + id + "', " + now.toEpochMilli() + ")");
    assertThat(run("*:*=1d/30d", false).counts().executionsDeleted()).isZero();
    assertThat(read(id).orElseThrow().payload()).isNotNull();
    now = now.plus(Duration.ofDays(31));
    assertThat(run("*:*=1d/30d", false).counts().executionsDeleted()).isEqualTo(1);
    noOrphans();
  }

  @Test
  void listsRunsNewestFirst() {
    for (int i = 0; i < 3; i++) {
      run("*:*=keep/1d", true);
    }
    List<RetentionRun> first = runStore.page(null, 2);
    assertThat(first).hasSize(2);
    assertThat(runStore.page(first.get(1).id(), 2)).hasSize(1);
    assertThat(first.get(0).id()).isGreaterThan(first.get(1).id());
  }

  @Test
  void holdsAreListedByTenantAndFollowTheirExecution() {
    String id = ended("Search", ExecutionStatus.SUCCEEDED);
    hold(id);
    database.inTransaction(
        entities -> {
          HoldStore holds = new HoldStore(entities);
          assertThat(holds.page("*", null, 10)).extracting(LegalHold::executionId).contains(id);
          assertThat(holds.page("default", null, 10)).hasSize(1);
          assertThat(holds.page("other", null, 10)).isEmpty();
          assertThat(holds.page("*", id, 10)).isEmpty();
          assertThat(
                  new Holds(holds, entry -> {}, Redactors.ofFields(), Clock.systemUTC())
                      .place("01900000-0000-7000-8000-000000000000", "none", ADMIN))
              .isEmpty();
          return null;
        });
    assertThat(store.candidates(Part.METADATA, "", "g", 10).get(0).held()).isTrue();
  }
}
