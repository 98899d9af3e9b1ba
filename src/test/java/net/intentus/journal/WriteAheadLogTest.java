package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  @TempDir Path directory;

  private WriteAheadLog open() {
    return new WriteAheadLog(directory, true);
  }

  private static Append finished() {
    ExecutionLog log = Fixtures.begin("Ahead", "default", "nightly");
    return Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
  }

  private static List<byte[]> records(List<Append> appends) {
    return appends.stream().map(AppendCodec::encode).toList();
  }

  private List<String> pending() throws IOException {
    try (WriteAheadLog log = open()) {
      return log.pending().stream().map(Append::executionId).toList();
    }
  }

  private static List<Append> some(int count) {
    return Stream.generate(WriteAheadLogTest::finished).limit(count).toList();
  }

  private static List<String> ids(List<Append> appends) {
    return appends.stream().map(Append::executionId).toList();
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().get(0);
    }
  }

  @Test
  void givesBackWhatWasWrittenInItsOrder() throws IOException {
    List<Append> appends = some(7);
    try (WriteAheadLog log = open()) {
      log.write(records(appends.subList(0, 3)));
      log.write(records(appends.subList(3, 7)));
    }
    assertThat(pending()).isEqualTo(ids(appends));
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
  void aTornEndIsLeftOutAndWhatStandsBeforeItIsNot() throws IOException {
    List<Append> appends = some(3);
    try (WriteAheadLog log = open()) {
      log.write(records(appends));
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 1; cut < 400; cut += 7) {
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 4 - cut));
      assertThat(pending()).isEqualTo(ids(appends.subList(0, 2)));
    }
  }

  @Test
  void aChangedRecordEndsTheLog() throws IOException {
    List<Append> appends = some(3);
    try (WriteAheadLog log = open()) {
      log.write(records(appends));
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[16 + 8 + AppendCodec.encode(appends.get(0)).length + 8 + 100] ^= 1;
    Files.write(file, bytes);
    assertThat(pending()).isEqualTo(ids(appends.subList(0, 1)));
  }

  @Test
  void aFileThatIsUsedAgainShowsNothingOfItsFirstUse() throws IOException {
    byte[] large = AppendCodec.encode(finished());
    byte[] filler = java.util.Arrays.copyOf(large, 3 << 20);
    List<Append> last = some(1);
    try (WriteAheadLog log = open()) {
      List<Long> segments = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        segments.add(log.write(List.of(filler)));
      }
      for (long segment : segments) {
        log.stored(segment, 1);
      }
      for (int i = 0; i < 3; i++) {
        log.stored(log.write(List.of(filler)), 1);
      }
      log.write(records(last));
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.count()).isLessThanOrEqualTo(3);
    }
    try (WriteAheadLog log = open()) {
      List<Append> found = log.pending();
      assertThat(found.get(found.size() - 1).executionId()).isEqualTo(last.get(0).executionId());
    }
  }

  @Test
  void whatTheDatabaseHasDoesNotComeBackOnceThatIsNoted() throws IOException {
    List<Append> early = some(2);
    List<Append> late = some(1);
    try (WriteAheadLog log = open()) {
      long segment = log.write(records(early));
      log.stored(segment, 1);
      log.rest();
      assertThat(pending()).isEqualTo(ids(early));
      log.stored(segment, 1);
      log.rest();
      log.rest();
      assertThat(pending()).isEmpty();
      log.write(records(late));
    }
    assertThat(pending()).isEqualTo(ids(late));
  }

  @Test
  void clearingLeavesNothing() throws IOException {
    try (WriteAheadLog log = open()) {
      log.write(records(some(2)));
      log.clear();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anotherVersionsRecordIsRefusedAndNotSkipped() throws IOException {
    try (WriteAheadLog log = open()) {
      log.write(List.of(new byte[] {9, 9, 9}));
    }
    assertThatThrownBy(this::pending).isInstanceOf(IOException.class);
  }

  @Test
  void aFileThatCannotBeForcedIsNeverTrustedAgain() throws IOException {
    Faults faults = new Faults();
    List<Append> before = some(1);
    List<Append> after = some(2);
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      long first = log.write(records(before));
      faults.failingForces = 1;
      long second = log.write(records(after));
      assertThat(second).isNotEqualTo(first);
      assertThat(pending()).as("each of them once").isEqualTo(ids(both(before, after)));
      log.stored(first, 1);
      assertThat(pending()).isEqualTo(ids(after));
      log.stored(second, 2);
      log.rest();
      assertThat(pending()).isEmpty();
      assertThat(log.write(records(before))).isEqualTo(second);
    }
    assertThat(faults.opened).hasSize(2);
    assertThat(faults.opened.get(0)).doesNotExist();
  }

  @Test
  void whatNeitherOfTwoFilesTakesHasFailedAndDoesNotComeBack() throws IOException {
    Faults faults = new Faults();
    List<Append> before = some(1);
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      log.write(records(before));
      faults.failingForces = Integer.MAX_VALUE;
      assertThatThrownBy(() -> log.write(records(some(2)))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> log.write(List.of())).isInstanceOf(IOException.class);
      assertThat(pending()).isEqualTo(ids(before));
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.count()).as("nothing piles up").isEqualTo(1);
      }
      faults.failingForces = 0;
      log.write(List.of());
      assertThat(log.idle()).isFalse();
    }
    assertThat(pending()).isEqualTo(ids(before));
  }

  @Test
  void aFileThatTakesOnlyAPartIsGivenUp() throws IOException {
    Faults faults = new Faults();
    List<Append> appends = some(3);
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      log.write(List.of());
      faults.torn = true;
      log.write(records(appends));
    }
    assertThat(pending()).isEqualTo(ids(appends));
    assertThat(faults.opened).hasSize(2);
  }

  @Test
  void aMarkThatCannotBeWrittenTakesItsFileAway() throws IOException {
    Faults faults = new Faults();
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      log.stored(log.write(records(some(2))), 2);
      faults.torn = true;
      log.rest();
      assertThat(pending()).isEmpty();
      log.rest();
    }
    assertThat(faults.opened).hasSize(1);
  }

  @Test
  void anInterruptedThreadWritesAllTheSame() throws IOException {
    List<Append> appends = some(2);
    try (WriteAheadLog log = open()) {
      log.write(records(appends.subList(0, 1)));
      Thread.currentThread().interrupt();
      log.write(records(appends.subList(1, 2)));
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    } finally {
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(pending()).isEqualTo(ids(appends));
  }

  @Test
  void whatStaysOutstandingKeepsOnlyItsOwnFile() throws IOException {
    byte[] filler = new byte[3 << 20];
    try (WriteAheadLog log = open()) {
      log.write(List.of(filler));
      for (int i = 0; i < 20; i++) {
        log.stored(log.write(List.of(filler)), 1);
      }
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.count()).isLessThanOrEqualTo(3);
      }
      assertThat(log.idle()).isFalse();
    }
  }

  @Test
  void takesNothingThatItWouldNotGiveBack() throws IOException {
    try (WriteAheadLog log = open()) {
      List<byte[]> large = List.of(new byte[WriteAheadLog.MAX_RECORD + 1]);
      assertThatThrownBy(() -> log.write(large)).isInstanceOf(IllegalArgumentException.class);
      List<byte[]> many = java.util.Collections.nCopies(600, new byte[WriteAheadLog.MAX_RECORD]);
      assertThatThrownBy(() -> log.write(many)).isInstanceOf(IllegalArgumentException.class);
    }
    Append largest = JournalFailureTest.large(WriteAheadLog.MAX_RECORD - 64_000);
    try (WriteAheadLog log = open()) {
      log.write(records(List.of(largest)));
    }
    assertThat(pending()).isEqualTo(ids(List.of(largest)));
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

  @Test
  void aFileOfAnotherFormatIsRefusedAndOneThatWasNeverBegunIsNot() throws IOException {
    Files.write(directory.resolve("1.wal"), new byte[40]);
    Files.write(directory.resolve("2.wal"), new byte[3]);
    assertThat(pending()).isEmpty();
    byte[] other = new byte[40];
    java.nio.ByteBuffer.wrap(other).putLong(WalSegment.MAGIC + 1);
    Files.write(directory.resolve("3.wal"), other);
    assertThatThrownBy(this::pending).isInstanceOf(IOException.class);
  }

  private static List<Append> both(List<Append> first, List<Append> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** A disk that fails on demand. */
  static final class Faults implements WalSegment.Opener {
    final List<Path> opened = new ArrayList<>();
    int failingForces;
    boolean torn;

    @Override
    public FileChannel open(Path file) throws IOException {
      opened.add(file);
      return new FaultyChannel(
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
          this);
    }
  }
}
