package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.intentus.JpaDatabase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What idempotency keys promise at the store, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IdempotencyContract {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @AutoClose private final JpaDatabase database = open();
  private Instant now = START;

  abstract JpaDatabase open();

  JpaDatabase database() {
    return database;
  }

  IdempotencyClaim claim(String tenant, String key, String work) {
    return new IdempotencyClaim(tenant, key, Fixtures.utf8(work), now, now.plus(KEPT));
  }

  /** An execution that takes the key when it is written, and is still open. */
  Append opening(String tenant, String key) {
    return Fixtures.append(begin(tenant, key), null);
  }

  private Append ended(String tenant, String key) {
    ExecutionLog log = begin(tenant, key);
    return Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
  }

  private ExecutionLog begin(String tenant, String key) {
    return Fixtures.begin("Keyed", tenant, claim(tenant, key, "work"));
  }

  List<Append> write(Append... batch) {
    return database.inTransaction(entities -> new JournalStore(entities).write(List.of(batch)));
  }

  private KeyState state(IdempotencyClaim claim) {
    return database.inTransaction(entities -> new IdempotencyStore(entities).find(claim));
  }

  private KeyState state(String tenant, String key) {
    return state(claim(tenant, key, "work"));
  }

  private int clear(int limit) {
    return database.inTransaction(entities -> new IdempotencyStore(entities).clear(now, limit));
  }

  private boolean stored(Append append) {
    Optional<StoredExecution> found =
        database.inTransaction(entities -> new ExecutionStore(entities).find(append.executionId()));
    return found.isPresent();
  }

  private static KeyState taken(Append by, boolean sameWork, ExecutionStatus status) {
    return new KeyState.Taken(by.executionId(), sameWork, "key:test", status);
  }

  @Test
  void aKeyStandsForTheExecutionThatTookIt() {
    assertThat(state("t", "first")).isInstanceOf(KeyState.Free.class);
    Append append = opening("t", "first");
    assertThat(write(append)).isEmpty();
    assertThat(state("t", "first")).isEqualTo(taken(append, true, ExecutionStatus.RUNNING));
    assertThat(state(claim("t", "first", "other")))
        .isEqualTo(taken(append, false, ExecutionStatus.RUNNING));
  }

  @Test
  void aKeyBelongsToItsTenantAndIsTakenLetterByLetter() {
    write(opening("here", "Key"));
    assertThat(state("there", "Key")).isInstanceOf(KeyState.Free.class);
    assertThat(state("here", "key")).isInstanceOf(KeyState.Free.class);
    assertThat(write(opening("there", "Key"), opening("here", "key"))).isEmpty();
  }

  @Test
  void aRefusedAppendLeavesNothingAndFailsNoNeighbour() {
    Append first = opening("t", "wanted");
    write(first);
    Append late = opening("t", "wanted");
    Append before = Fixtures.append(Fixtures.begin("Neighbour", "t"), null);
    Append after = opening("t", "not wanted");
    assertThat(write(before, late, after)).containsExactly(late);

    assertThat(stored(late)).isFalse();
    assertThat(stored(before)).isTrue();
    assertThat(stored(after)).isTrue();
    assertThat(state("t", "wanted")).isEqualTo(taken(first, true, ExecutionStatus.RUNNING));
  }

  @Test
  void ofABatchThatWantsTheSameKeyTheFirstGetsIt() {
    List<Append> many = IntStream.range(0, 50).mapToObj(i -> opening("t", "crowded")).toList();
    List<Append> refused = write(many.toArray(Append[]::new));
    assertThat(refused).containsExactlyInAnyOrderElementsOf(many.subList(1, 50));
    assertThat(state("t", "crowded")).isEqualTo(taken(many.get(0), true, ExecutionStatus.RUNNING));
  }

  @Test
  void aBatchThatFailsTakesNoKey() {
    ExecutionLog never = Fixtures.begin("NeverOpened", "t");
    never.markOpened();
    Append orphan = Fixtures.append(never, null);
    assertThatThrownBy(() -> write(opening("t", "rolled back"), orphan))
        .isInstanceOf(RuntimeException.class);
    assertThat(state("t", "rolled back")).isInstanceOf(KeyState.Free.class);
  }

  @Test
  void aKeyIsFreeAgainWhenItHasExpired() {
    write(ended("t", "short"));
    now = START.plus(KEPT).minusMillis(1);
    Append early = ended("t", "short");
    assertThat(write(early)).containsExactly(early);
    now = START.plus(KEPT);
    assertThat(state("t", "short")).isInstanceOf(KeyState.Free.class);
    Append again = ended("t", "short");
    assertThat(write(again)).isEmpty();
    assertThat(state("t", "short")).isEqualTo(taken(again, true, ExecutionStatus.SUCCEEDED));
    now = START;
  }

  @Test
  void anExpiredKeyStaysTakenWhileItsExecutionIsOpen() {
    Append open = opening("t", "slow");
    write(open);
    now = START.plus(KEPT.multipliedBy(9));
    Append repeat = opening("t", "slow");
    assertThat(write(repeat)).containsExactly(repeat);
    assertThat(state("t", "slow")).isEqualTo(taken(open, true, ExecutionStatus.RUNNING));
    clear(10_000);
    assertThat(state("t", "slow")).isEqualTo(taken(open, true, ExecutionStatus.RUNNING));
    now = START;
  }

  @Test
  void expiredKeysAreClearedAwayInBoundedBatches() {
    now = START.minus(KEPT.multipliedBy(20));
    List<Append> old = new ArrayList<>();
    IntStream.range(0, 25).forEach(i -> old.add(ended("sweep", "old-" + i)));
    write(old.toArray(Append[]::new));
    now = START.minus(KEPT.multipliedBy(10));
    write(ended("sweep", "young"));

    assertThat(clear(10)).isEqualTo(10);
    assertThat(clear(10)).isEqualTo(10);
    assertThat(clear(10)).isEqualTo(5);
    assertThat(clear(10)).isZero();
    assertThat(state("sweep", "young")).isInstanceOf(KeyState.Taken.class);
    assertThat(stored(old.get(0))).as("the execution itself").isTrue();
    now = START;
  }

  @Test
  void aKeyOutlivesAnExecutionThatIsDeletedBefore() {
    Append append = ended("t", "orphaned");
    write(append);
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery("DELETE FROM execution WHERE id = ?1")
                .setParameter(1, append.executionId())
                .executeUpdate());
    assertThat(state("t", "orphaned"))
        .isEqualTo(new KeyState.Taken(append.executionId(), true, null, null));
    Append repeat = ended("t", "orphaned");
    assertThat(write(repeat)).containsExactly(repeat);
  }
}
