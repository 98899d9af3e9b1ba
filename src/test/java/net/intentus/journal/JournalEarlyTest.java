package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.intentus.config.Ids;
import net.intentus.config.SettingsReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an append is acknowledged before it is durable, and when it is not. */
@Timeout(30)
class JournalEarlyTest {
  private final List<Object> published = Collections.synchronizedList(new ArrayList<>());
  private final List<Append> written = Collections.synchronizedList(new ArrayList<>());
  private final List<JournalStore.SynchronousCommit> modes =
      Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean broken;
  private final JournalWriter writer = new JournalWriter();
  private final JournalDisk disk = new JournalDisk();

  /** A database that takes nothing until the gate opens. */
  private final class GatedStore extends JournalStore {
    @Override
    public List<Append> write(List<Append> batch, SynchronousCommit mode) {
      await();
      if (broken) {
        throw new PersistenceException("no room");
      }
      written.addAll(batch);
      modes.add(mode);
      return List.of();
    }

    @Override
    public List<Append> write(List<Append> batch) {
      return write(batch, SynchronousCommit.ON);
    }

    @Override
    public void writeMissing(List<Append> batch) {
      write(batch);
    }

    private void await() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final class BrokenInstances extends InstanceStore {
    @Override
    public void beat(String id, long leaseMs) {
      if (broken) {
        throw new PersistenceException("no answer");
      }
    }
  }

  private Journal journal(String durability) {
    return journal(
        Map.of(
            "intentus.recording.durability",
            durability,
            "intentus.db.url",
            "jdbc:postgresql://127.0.0.1/x"));
  }

  @SuppressWarnings("UnnecessaryAssignment") // this test is the container
  private Journal journal(Map<String, String> values) {
    writer.settings = SettingsReader.read(key -> Optional.ofNullable(values.get(key)));
    writer.store = new GatedStore();
    writer.verdicts = new JournalVerdicts();
    writer.verdicts.commits = events();
    writer.verdicts.losses = events();
    writer.disk = disk;
    writer.disk.settings = writer.settings;
    writer.disk.instance =
        new Instance(new BrokenInstances(), writer.settings, new Ids(Clock.systemUTC()));
    return new Journal(
        writer,
        new InFlight(),
        writer.disk.instance,
        null, // nothing is kept apart here
        new Completions(),
        null, // nothing is signed here
        new KeepingRules(writer.settings),
        PayloadVault.NONE,
        writer.settings);
  }

  @SuppressWarnings("unchecked")
  private <T> Event<T> events() {
    return (Event<T>)
        Proxy.newProxyInstance(
            Event.class.getClassLoader(),
            new Class<?>[] {Event.class},
            (proxy, method, arguments) -> {
              published.add(arguments[0]);
              return null;
            });
  }

  @AfterEach
  void stop() {
    gate.countDown();
    writer.stop(10_000);
  }

  private void start() {
    writer.threads =
        (jakarta.enterprise.concurrent.ManagedThreadFactory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {jakarta.enterprise.concurrent.ManagedThreadFactory.class},
                (proxy, method, arguments) -> new Thread((Runnable) arguments[0]));
    writer.start();
  }

  private static ExecutionLog work() {
    return Fixtures.begin("Early", "default");
  }

  @Test
  void asyncReturnsBeforeAnythingIsStored() {
    Journal journal = journal("async");
    start();
    ExecutionLog log = work();
    Appended answer = journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    assertThat(answer).isEqualTo(Appended.ACCEPTED);
    assertThat(answer.taken()).isTrue();
    assertThat(written).isEmpty();
    gate.countDown();
    writer.stop(10_000);
    assertThat(written).hasSize(1);
    assertThat(published).hasOnlyElementsOfType(JournalCommitted.class);
  }

  @Test
  void asyncWaitsForAllOtherWorkAsFsyncDoes() {
    Journal journal = journal("async");
    gate.countDown();
    start();
    ExecutionLog log = work();
    assertThat(journal.commit(log)).isEqualTo(Appended.DURABLE);
    assertThat(journal.close(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.DURABLE);
    assertThat(written).hasSize(2);
    assertThat(modes).containsOnly(JournalStore.SynchronousCommit.ON);
  }

  @Test
  void aGroupThatNobodyWaitsForIsNotForcedOntoTheDisk() {
    Journal journal = journal("async");
    gate.countDown();
    start();
    ExecutionLog log = work();
    journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    writer.stop(10_000);
    assertThat(modes).containsExactly(JournalStore.SynchronousCommit.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "commit"})
  void withoutAsyncEarlyWorkWaitsToo(String durability) {
    Journal journal = journal(durability);
    gate.countDown();
    start();
    ExecutionLog log = work();
    assertThat(journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.DURABLE);
    assertThat(written).hasSize(1);
  }

  @Test
  void aFullQueueRefusesEarlyWork() {
    Journal journal = journal("async");
    for (int i = 0; i < AppendQueue.SIZE; i++) {
      ExecutionLog log = work();
      assertThat(journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
          .isEqualTo(Appended.ACCEPTED);
    }
    ExecutionLog log = work();
    Appended answer = journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    assertThat(answer).isEqualTo(Appended.FULL);
    assertThat(answer.taken()).isFalse();
    start();
  }

  @Test
  void whatIsLostAfterItWasAcceptedIsPublishedAndNewWorkIsRefused() throws InterruptedException {
    Journal journal = journal("async");
    for (int i = 0; i < 3; i++) {
      ExecutionLog log = work();
      journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    }
    broken = true;
    gate.countDown();
    start();
    for (int i = 0; i < 2_000 && published.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(published).containsExactly(new JournalLost(3));
    ExecutionLog log = work();
    assertThat(journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.UNAVAILABLE);
  }

  private Journal embedded(Path directory) {
    disk.database = new StorageByHand(directory).dataSource();
    Journal journal =
        journal(
            Map.of(
                "intentus.recording.durability",
                "async",
                "intentus.data.dir",
                directory.toString()));
    start();
    return journal;
  }

  @Test
  void whatTheWriteAheadLogHasIsNotLostWhenTheDatabaseFails(@TempDir Path directory)
      throws InterruptedException {
    Journal journal = embedded(directory);
    broken = true;
    gate.countDown();
    ExecutionLog log = work();
    assertThat(journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.ACCEPTED);
    for (int i = 0; i < 2_000 && journal.healthy(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    broken = false;
    for (int i = 0; i < 2_000 && written.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(written).hasSize(1);
    assertThat(published).hasOnlyElementsOfType(JournalCommitted.class);
  }

  @Test
  void whatTheWriteAheadLogCannotTakeIsCountedAsLost(@TempDir Path directory)
      throws IOException, InterruptedException {
    Path place = directory.resolve("journal");
    Journal journal = embedded(directory);
    Files.deleteIfExists(place);
    Files.createFile(place);
    ExecutionLog log = work();
    assertThat(journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.ACCEPTED);
    for (int i = 0; i < 2_000 && published.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(published).containsExactly(new JournalLost(1));
    assertThat(journal.healthy()).isFalse();
  }

  @Test
  void workThatIsInTheRecordAlreadyWaitsForItsEnd() {
    Journal journal = journal("async");
    gate.countDown();
    start();
    ExecutionLog log = work();
    assertThat(journal.commit(log)).isEqualTo(Appended.DURABLE);
    assertThat(journal.closeEarly(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)))
        .isEqualTo(Appended.DURABLE);
  }
}
