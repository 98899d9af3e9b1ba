package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.intentus.wal.WriteAheadLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is never lost, whatever fails, and nobody waits longer than need be. */
@Timeout(60)
class JournalFailureTest {
  @TempDir Path directory;
  private StorageByHand storage;
  private Journal journal;

  @BeforeEach
  void start() {
    storage = new StorageByHand(directory);
    journal = storage.start();
  }

  @AfterEach
  void stop() {
    storage.broken = false;
    storage.writer.stop(10_000);
  }

  private static ExecutionLog work() {
    return Fixtures.begin("Failing", "default");
  }

  /** What only the database can acknowledge, because it has to grant a key. */
  private static ExecutionLog direct() {
    Instant now = Fixtures.NOW;
    return Fixtures.begin(
        "Failing", "t", new IdempotencyClaim("t", "k", Fixtures.utf8("w"), now, now));
  }

  /** An execution that the write-ahead log acknowledges. */
  private String acknowledged() {
    ExecutionLog log = work();
    assertThat(journal.close(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.DURABLE);
    return log.executionId();
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 4_000; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new AssertionError("never: " + what);
  }

  private void untilStored(String id) throws InterruptedException {
    until("stored " + id, () -> stored().contains(id));
  }

  private List<String> stored() {
    synchronized (storage.stored) {
      return storage.stored.values().stream().map(Append::executionId).toList();
    }
  }

  private List<String> inTheLog() throws IOException {
    try (WriteAheadLog log = new WriteAheadLog(directory.resolve("journal"), true)) {
      return Acknowledged.decoded(log.pending()).stream().map(Append::executionId).toList();
    }
  }

  private void readsDoNotWait() {
    long began = System.nanoTime();
    storage.writer.catchUp();
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(4));
  }

  @Test
  void aCheckpointThatFailsOnceIsTriedAgainWithoutWritingAgain() {
    storage.failingForces.set(1);
    ExecutionLog log = direct();
    assertThat(journal.commit(log)).isEqualTo(Appended.DURABLE);
    assertThat(journal.healthy()).isTrue();
    assertThat(stored()).containsExactly(log.executionId());
    assertThat(storage.forces).hasValue(1);
  }

  @Test
  void whatTheDatabaseLostWithItsCheckpointIsNotCalledDurable() {
    storage.losesWhatIsNotForced = true;
    storage.failingForces.set(1);
    assertThat(journal.commit(direct())).isEqualTo(Appended.UNAVAILABLE);
  }

  @Test
  void whileNoCheckpointWorksNothingIsTakenAndTheLogKeepsWhatItHas() throws Exception {
    storage.losesWhatIsNotForced = true;
    storage.failingForces.set(Integer.MAX_VALUE);
    String id = acknowledged();
    until("unhealthy", () -> !journal.healthy());
    assertThat(journal.commit(work())).isEqualTo(Appended.UNAVAILABLE);
    TimeUnit.MILLISECONDS.sleep(1_500); // long enough to try again
    assertThat(journal.healthy()).isFalse();
    assertThat(inTheLog()).containsExactly(id);
    storage.failingForces.set(0);
    until("healthy", journal::healthy);
    assertThat(stored()).containsExactly(id);
    readsDoNotWait();
    storage.writer.stop(10_000);
    assertThat(directory.resolve("journal")).isEmptyDirectory();
  }

  @Test
  void whoWaitsForACheckpointThatNeverWorksIsToldAndTheJournalStaysUnhealthy() throws Exception {
    storage.failingForces.set(Integer.MAX_VALUE);
    assertThat(journal.commit(direct())).isEqualTo(Appended.UNAVAILABLE);
    TimeUnit.MILLISECONDS.sleep(1_500); // long enough to ask the database again
    assertThat(journal.healthy()).as("a database that answers is not enough").isFalse();
    storage.failingForces.set(0);
    until("healthy", journal::healthy);
  }

  @Test
  void aLargeAppendIsAcknowledgedByTheDatabaseAndNotByTheLog() throws Exception {
    Append large = large(WriteAheadLog.MAX_RECORD + 1);
    assertThat(storage.writer.offer(large)).isTrue();
    assertThat(large.waiter().await(10_000)).isEqualTo(Append.Outcome.DURABLE);
    assertThat(large.acknowledged()).isFalse();
    assertThat(stored()).containsExactly(large.executionId());
    assertThat(inTheLog()).isEmpty();
  }

  static Append large(int bytes) {
    ExecutionLog log = work();
    Append small = Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    return new Append(
        small.executionId(),
        small.opening(),
        null,
        small.block(),
        new byte[bytes],
        small.ending(),
        small.response(),
        small.head(),
        small.lastSeq(),
        small.custody(),
        new Append.Waiter(true));
  }

  @Test
  void whatTheDatabaseRefusesForGoodIsSetAsideAlone() throws Exception {
    List<String> bad = new ArrayList<>();
    storage.poison = append -> bad.contains(append.executionId());
    ExecutionLog log = work();
    bad.add(log.executionId());
    assertThat(journal.close(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.DURABLE);
    String good = acknowledged();
    untilStored(good);
    readsDoNotWait();
    assertThat(journal.healthy()).isTrue();
    storage.writer.stop(10_000);
    assertThat(directory.resolve("journal"))
        .isDirectoryContaining(file -> file.toString().endsWith(".refused"));
    assertThat(inTheLog()).isEmpty();
  }

  @Test
  void whatCannotEvenBeSetAsideStaysInTheLogAndNobodyWaitsForIt() throws Exception {
    List<String> bad = new ArrayList<>();
    storage.poison = append -> bad.contains(append.executionId());
    ExecutionLog log = work();
    bad.add(log.executionId());
    ExecutionEnd end = Fixtures.finish(log, ExecutionStatus.SUCCEEDED);
    Path blocked =
        directory.resolve("journal").resolve(log.executionId() + "-" + log.lastSeq() + ".refused");
    Files.createDirectories(blocked.resolve("in the way"));
    assertThat(journal.close(log, end)).isEqualTo(Appended.DURABLE);
    String good = acknowledged();
    untilStored(good);
    readsDoNotWait();
    storage.writer.stop(10_000);
    assertThat(inTheLog()).contains(log.executionId());
    bad.clear();
    journal = storage.start();
    untilStored(log.executionId());
  }

  @Test
  void aStartSetsAsideWhatTheDatabaseRefusesForGood() throws Exception {
    storage.broken = true;
    String bad = acknowledged();
    String good = acknowledged();
    until("unhealthy", () -> !journal.healthy());
    storage.writer.stop(10_000);
    assertThat(inTheLog()).containsExactly(bad, good);
    storage.broken = false;
    storage.poison = append -> append.executionId().equals(bad);
    journal = storage.start();
    assertThat(stored()).containsExactly(good);
    assertThat(directory.resolve("journal"))
        .isDirectoryContaining(file -> file.toString().endsWith(".refused"));
    assertThat(inTheLog()).isEmpty();
  }

  @Test
  void whatIsUnexpectedLosesNothingAndStopsNobody() throws Exception {
    storage.unexpected = new AssertionError("a bug");
    String id = acknowledged();
    untilStored(id);
    until("healthy", journal::healthy);
    readsDoNotWait();
    assertThat(journal.commit(work())).isEqualTo(Appended.DURABLE);
  }

  @Test
  void anObserverThatFailsDoesNotMakeTheRecordFail() throws Exception {
    storage.brokenObservers = true;
    assertThat(journal.commit(work())).isEqualTo(Appended.DURABLE);
    String id = acknowledged();
    untilStored(id);
    assertThat(journal.healthy()).isTrue();
    readsDoNotWait();
  }

  @Test
  void aCommitThatFailedOnlyInAppearanceIsNotSetAside() throws Exception {
    List<String> seen = new ArrayList<>();
    storage.poison =
        append -> {
          if (seen.contains(append.executionId())) {
            return false;
          }
          seen.add(append.executionId());
          storage.stored.put(append.executionId() + "/1", append);
          return true;
        };
    String id = acknowledged();
    untilStored(id);
    storage.writer.catchUp();
    storage.writer.stop(10_000);
    assertThat(directory.resolve("journal")).isEmptyDirectory();
    assertThat(stored()).containsExactly(id);
  }

  @Test
  void whatHasToBeThereBeforeACallIsAcknowledgedByTheLogAndSoIsTheEnd() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    storage.poison = append -> !opens(gate); // the database takes its time
    ExecutionLog log = work();
    assertThat(journal.commit(log)).isEqualTo(Appended.DURABLE);
    assertThat(inTheLog()).containsExactly(log.executionId());
    assertThat(journal.close(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.DURABLE);
    assertThat(inTheLog()).containsExactly(log.executionId(), log.executionId());
    assertThat(stored()).isEmpty();
    assertThat(storage.inFlight.contains(log.executionId()))
        .as("its row does not say yet that it has ended")
        .isTrue();
    gate.countDown();
    assertThat(storage.writer.catchUp()).isTrue();
    assertThat(stored()).containsExactly(log.executionId(), log.executionId());
    assertThat(storage.inFlight.contains(log.executionId())).isFalse();
  }

  private static boolean opens(CountDownLatch gate) {
    try {
      return gate.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void whatWasToBeThereBeforeACallIsReadBackAtTheNextStart() throws Exception {
    storage.broken = true;
    ExecutionLog log = work();
    assertThat(journal.commit(log)).isEqualTo(Appended.DURABLE);
    until("unhealthy", () -> !journal.healthy());
    assertThat(storage.writer.catchUp()).isFalse();
    storage.writer.stop(10_000);
    storage.broken = false;
    journal = storage.start();
    assertThat(stored()).containsExactly(log.executionId());
  }

  @Test
  void nothingIsTakenAfterTheStop() {
    storage.writer.stop(10_000);
    assertThat(journal.healthy()).isFalse();
    assertThat(journal.commit(work())).isEqualTo(Appended.UNAVAILABLE);
    Append direct = Fixtures.append(direct(), null, "here");
    assertThat(storage.writer.offer(direct)).isFalse();
    assertThat(storage.writer.offer(large(100))).isFalse();
  }

  @Test
  void anInterruptedThreadFinishesWhatWaitsAndIsNotTakenForHealthy() throws Exception {
    String id = acknowledged();
    storage.threads.forEach(Thread::interrupt);
    until("not healthy", () -> !journal.healthy());
    storage.writer.stop(10_000);
    assertThat(stored()).containsExactly(id);
    assertThat(directory.resolve("journal")).isEmptyDirectory();
  }
}
