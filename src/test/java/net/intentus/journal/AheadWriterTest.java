package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.intentus.wal.WriteAheadLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AheadWriterTest {
  @TempDir Path directory;

  private WriteAheadLog open() {
    return new WriteAheadLog(directory, true);
  }

  private static Append finished() {
    ExecutionLog log = Fixtures.begin("Ahead", "default", "nightly");
    return Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
  }

  private static List<Append> some(int count) {
    return Stream.generate(AheadWriterTest::finished).limit(count).toList();
  }

  private static List<String> ids(List<Append> appends) {
    return appends.stream().map(Append::executionId).toList();
  }

  @Test
  void anAppendComesBackWhole() throws CorruptBlock {
    Append append = finished();
    Append read = AppendCodec.decode(AppendCodec.encode(append));
    assertThat(read.opening()).isNotNull();
    assertThat(java.util.Arrays.deepEquals(read.opening().row(), append.opening().row())).isTrue();
    assertThat(read.block().data()).isEqualTo(append.block().data());
    assertThat(read.envelope()).isEqualTo(append.envelope());
    assertThat(read.response()).isEqualTo(append.response());
    assertThat(read.head()).isEqualTo(append.head());
    assertThat(read.lastSeq()).isEqualTo(append.lastSeq());
    assertThat(read.ending().status()).isEqualTo(append.ending().status());
    assertThat(read.ending().fingerprint()).isEqualTo(append.ending().fingerprint());
    assertThat(read.ending().completedAt()).isEqualTo(append.ending().completedAt());
  }

  @Test
  void anotherVersionsRecordIsRefusedAndNotSkipped() throws IOException {
    try (WriteAheadLog log = open()) {
      log.write(List.of(new byte[] {9, 9, 9}));
    }
    try (WriteAheadLog log = open()) {
      Acknowledged appends = new Acknowledged(log, new JournalStore(), null, null);
      assertThatThrownBy(appends::replay)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another version");
    }
  }

  @Test
  void groupsAreNoLargerThanTheLogTakes() throws InterruptedException {
    List<Append> handedOn = new ArrayList<>();
    List<Append> failed = new ArrayList<>();
    AheadWriter writer = new AheadWriter(open(), handingOn(handedOn::addAll, failed), Thread::new);
    List<Append> appends = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Append append = JournalFailureTest.large(2 << 20);
      appends.add(append);
      assertThat(writer.offer(append, AppendCodec.encode(append))).isTrue();
    }
    writer.start();
    assertThat(writer.stop(30_000)).isTrue();
    assertThat(failed).isEmpty();
    assertThat(ids(handedOn)).isEqualTo(ids(appends));
    assertThat(appends).allMatch(append -> append.waiter().await(0) == Append.Outcome.DURABLE);
  }

  @Test
  void whatComesWhileAGroupIsGatheredIsForcedWithIt() throws InterruptedException {
    Deque<Append> coming = new ArrayDeque<>(some(3));
    List<List<Append>> groups = new ArrayList<>();
    AtomicReference<AheadWriter> itself = new AtomicReference<>();
    AheadWriter writer =
        new AheadWriter(
            open(),
            handingOn(groups::add, new ArrayList<>()),
            Thread::new,
            () -> {
              if (!coming.isEmpty()) {
                Append next = coming.poll();
                itself.get().offer(next, AppendCodec.encode(next));
              }
            });
    itself.set(writer);
    List<Append> all = new ArrayList<>(some(2));
    all.forEach(append -> writer.offer(append, AppendCodec.encode(append)));
    all.addAll(coming);
    writer.start();
    assertThat(all).allMatch(append -> append.waiter().await(30_000) == Append.Outcome.DURABLE);
    assertThat(writer.stop(30_000)).isTrue();
    assertThat(groups).hasSize(1);
    assertThat(ids(groups.get(0))).isEqualTo(ids(all));
  }

  @Test
  void whoIsAloneIsNotKeptWaiting() throws InterruptedException {
    AtomicInteger pauses = new AtomicInteger();
    AheadWriter writer =
        new AheadWriter(
            open(),
            handingOn(group -> {}, new ArrayList<>()),
            Thread::new,
            pauses::incrementAndGet);
    writer.start();
    for (Append append : some(5)) {
      writer.offer(append, AppendCodec.encode(append));
      assertThat(append.waiter().await(30_000)).isEqualTo(Append.Outcome.DURABLE);
    }
    assertThat(writer.stop(30_000)).isTrue();
    assertThat(pauses).hasValue(0);
  }

  private static AheadWriter.Next handingOn(
      Consumer<List<Append>> groups, Collection<Append> failed) {
    return new AheadWriter.Next() {
      @Override
      public void add(List<Append> acknowledged) {
        groups.accept(acknowledged);
      }

      @Override
      public void fail(List<Append> appends) {
        failed.addAll(appends);
      }
    };
  }
}
