package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.JpaDatabase;
import net.intentus.intent.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may go on with an execution, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OpenExecutionContract {
  private static final String OWNER = "00000000-0000-7000-8000-00000000000a";
  private static final String TAKER = "00000000-0000-7000-8000-00000000000b";
  private static final long LONG = 60_000;
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  private void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  private ExecutionLog begun() {
    ExecutionLog log = Fixtures.begin("Open", "default");
    write(Fixtures.append(log, null, OWNER));
    return log;
  }

  private void instances(Consumer<InstanceStore> work) {
    database.inTransaction(
        entities -> {
          work.accept(new InstanceStore(entities));
          return null;
        });
  }

  private List<String> found(String instance) {
    return database.inTransaction(
        entities -> new OpenExecutionStore(entities).open(instance, 1_000));
  }

  private Optional<OpenExecutionStore.Taken> take(String id, ExecutionStatus status) {
    return database.inTransaction(
        entities -> new OpenExecutionStore(entities).take(id, status, TAKER));
  }

  private long kept(ExecutionLog log) {
    return database
        .inTransaction(
            entities ->
                (Number)
                    entities
                        .createNativeQuery(
                            "SELECT COUNT(*) FROM execution_original WHERE execution_id = ?1")
                        .setParameter(1, log.executionId())
                        .getSingleResult())
        .longValue();
  }

  @Test
  void aLivingInstanceKeepsItsWork() {
    instances(store -> store.beat(OWNER, LONG));
    ExecutionLog log = begun();
    assertThat(found(TAKER)).doesNotContain(log.executionId());
    assertThat(found(OWNER)).contains(log.executionId());
    assertThat(take(log.executionId(), ExecutionStatus.RUNNING)).isEmpty();
  }

  @Test
  void workIsFreeWhenTheLeaseHasEnded() {
    instances(store -> store.beat(OWNER, LONG));
    ExecutionLog log = begun();
    instances(store -> store.beat(OWNER, -1));
    assertThat(found(TAKER)).contains(log.executionId());
    assertThat(take(log.executionId(), ExecutionStatus.RUNNING)).isPresent();
  }

  @Test
  void workIsFreeWhenTheLeaseWasGivenBackOrIsOneOfOthers() {
    instances(store -> store.beat(OWNER, LONG));
    ExecutionLog log = begun();
    instances(store -> store.end(OWNER));
    assertThat(found(TAKER)).contains(log.executionId());
    instances(store -> store.beat(OWNER, LONG));
    assertThat(found(TAKER)).doesNotContain(log.executionId());
    instances(store -> store.endOthers(TAKER));
    assertThat(found(TAKER)).contains(log.executionId());
  }

  @Test
  void aLeaseThatIsKeptOutlivesTheSweep() {
    instances(store -> store.beat(OWNER, LONG));
    instances(InstanceStore::sweep);
    ExecutionLog log = begun();
    assertThat(found(TAKER)).doesNotContain(log.executionId());
  }

  @Test
  void whoeverLostAnExecutionCanAppendNothing() {
    instances(store -> store.end(OWNER));
    ExecutionLog old = begun();
    OpenExecutionStore.Taken taken = take(old.executionId(), ExecutionStatus.RUNNING).orElseThrow();
    ExecutionEnd late = Fixtures.finish(old, ExecutionStatus.SUCCEEDED);
    Append stale = Fixtures.append(old, late);
    assertThatThrownBy(() -> write(stale)).isInstanceOf(IllegalStateException.class);

    ExecutionLog next = reopened(taken);
    write(Fixtures.append(next, Fixtures.finish(next, ExecutionStatus.FAILED)));
    StoredExecution stored =
        database.inTransaction(
            entities -> new ExecutionStore(entities).find(old.executionId()).orElseThrow());
    assertThat(stored.summary().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(Verification.of(stored, Fixtures.NO_KEYS).valid()).isTrue();
    assertThat(take(old.executionId(), ExecutionStatus.RUNNING)).isEmpty();
  }

  private static ExecutionLog reopened(OpenExecutionStore.Taken taken) {
    ExecutionSummary summary = taken.stored().summary();
    Announced announced = new Announced(Fixtures.ALL, Json.object());
    return new ExecutionLog(summary, taken.stored().lastSeq(), taken.epoch(), announced, null);
  }

  @Test
  void whatIsKeptGoesWithTheEndButNotWithAnUnknownOne() {
    instances(store -> store.end(OWNER));
    for (ExecutionStatus end : List.of(ExecutionStatus.SUCCEEDED, ExecutionStatus.UNKNOWN)) {
      ExecutionLog log = Fixtures.begin("Kept", "default");
      log.keep(ReopenedExecution.ORIGINAL, Fixtures.utf8("{}"));
      write(Fixtures.append(log, null, OWNER));
      assertThat(kept(log)).isEqualTo(1);
      write(Fixtures.append(log, Fixtures.finish(log, end)));
      assertThat(kept(log)).isEqualTo(end == ExecutionStatus.UNKNOWN ? 1 : 0);
    }
  }

  @Test
  void anUnknownExecutionCanBeDecidedOrRunAgain() {
    for (boolean again : List.of(true, false)) {
      ExecutionLog log = Fixtures.begin("Decided", "default");
      write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.UNKNOWN)));
      ExecutionLog next = reopened(take(log.executionId(), ExecutionStatus.UNKNOWN).orElseThrow());
      if (again) {
        next.add(EventType.RECOVERY_STARTED, Fixtures.NOW, Json.object());
        write(Fixtures.append(next, null));
        StoredExecution running =
            database.inTransaction(
                entities -> new ExecutionStore(entities).find(log.executionId()).orElseThrow());
        assertThat(running.summary().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(Verification.of(running, Fixtures.NO_KEYS).valid()).isTrue();
      }
      write(Fixtures.append(next, Fixtures.finish(next, ExecutionStatus.SUCCEEDED)));
      StoredExecution stored =
          database.inTransaction(
              entities -> new ExecutionStore(entities).find(log.executionId()).orElseThrow());
      assertThat(stored.summary().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(Verification.of(stored, Fixtures.NO_KEYS).valid()).isTrue();
    }
  }
}
