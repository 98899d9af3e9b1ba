package net.intentus.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {
  private static final int LENGTH = 900;

  @TempDir Path directory;

  private WriteAheadLog open() {
    return new WriteAheadLog(directory, true);
  }

  private int made;

  /** Records that begin with their names. */
  private List<byte[]> some(int count) {
    return Stream.generate(() -> "record " + made++)
        .map(name -> Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), LENGTH))
        .limit(count)
        .toList();
  }

  private static List<String> names(List<byte[]> records) {
    return records.stream()
        .map(record -> new String(record, StandardCharsets.UTF_8).trim())
        .toList();
  }

  private List<String> pending() throws IOException {
    try (WriteAheadLog log = open()) {
      return names(log.pending());
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList().get(0);
    }
  }

  @Test
  void givesBackWhatWasWrittenInItsOrder() throws IOException {
    List<byte[]> records = some(7);
    try (WriteAheadLog log = open()) {
      log.write(records.subList(0, 3));
      log.write(records.subList(3, 7));
    }
    assertThat(pending()).isEqualTo(names(records));
  }

  @Test
  void aTornEndIsLeftOutAndWhatStandsBeforeItIsNot() throws IOException {
    List<byte[]> records = some(3);
    try (WriteAheadLog log = open()) {
      log.write(records);
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 1; cut < 400; cut += 7) {
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 4 - cut));
      assertThat(pending()).isEqualTo(names(records.subList(0, 2)));
    }
  }

  @Test
  void aChangedRecordEndsTheLog() throws IOException {
    List<byte[]> records = some(3);
    try (WriteAheadLog log = open()) {
      log.write(records);
    }
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[16 + 8 + LENGTH + 8 + 100] ^= 1;
    Files.write(file, bytes);
    assertThat(pending()).isEqualTo(names(records.subList(0, 1)));
  }

  @Test
  void aFileThatIsUsedAgainShowsNothingOfItsFirstUse() throws IOException {
    byte[] filler = new byte[3 << 20];
    List<byte[]> last = some(1);
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
      log.write(last);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.count()).isLessThanOrEqualTo(3);
    }
    try (WriteAheadLog log = open()) {
      List<byte[]> found = log.pending();
      assertThat(found.get(found.size() - 1)).isEqualTo(last.get(0));
    }
  }

  @Test
  void whatTheDatabaseHasDoesNotComeBackOnceThatIsNoted() throws IOException {
    List<byte[]> early = some(2);
    List<byte[]> late = some(1);
    try (WriteAheadLog log = open()) {
      long segment = log.write(early);
      log.stored(segment, 1);
      log.rest();
      assertThat(pending()).isEqualTo(names(early));
      log.stored(segment, 1);
      log.rest();
      log.rest();
      assertThat(pending()).isEmpty();
      log.write(late);
    }
    assertThat(pending()).isEqualTo(names(late));
  }

  @Test
  void clearingLeavesNothing() throws IOException {
    try (WriteAheadLog log = open()) {
      log.write(some(2));
      log.clear();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatCannotBeForcedIsNeverTrustedAgain() throws IOException {
    FaultyDisk faults = new FaultyDisk();
    List<byte[]> before = some(1);
    List<byte[]> after = some(2);
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      long first = log.write(before);
      faults.failingForces = 1;
      long second = log.write(after);
      assertThat(second).isNotEqualTo(first);
      assertThat(pending()).as("each of them once").isEqualTo(names(both(before, after)));
      log.stored(first, 1);
      assertThat(pending()).isEqualTo(names(after));
      log.stored(second, 2);
      log.rest();
      assertThat(pending()).isEmpty();
      assertThat(log.write(before)).isEqualTo(second);
    }
    assertThat(faults.opened).hasSize(2);
    assertThat(faults.opened.get(0)).doesNotExist();
  }

  @Test
  void whatNeitherOfTwoFilesTakesHasFailedAndDoesNotComeBack() throws IOException {
    FaultyDisk faults = new FaultyDisk();
    List<byte[]> before = some(1);
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      log.write(before);
      faults.failingForces = Integer.MAX_VALUE;
      assertThatThrownBy(() -> log.write(some(2))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> log.write(List.of())).isInstanceOf(IOException.class);
      assertThat(pending()).isEqualTo(names(before));
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.count()).as("nothing piles up").isEqualTo(1);
      }
      faults.failingForces = 0;
      log.write(List.of());
      assertThat(log.idle()).isFalse();
    }
    assertThat(pending()).isEqualTo(names(before));
  }

  @Test
  void aFileThatTakesOnlyAPartIsGivenUp() throws IOException {
    FaultyDisk faults = new FaultyDisk();
    List<byte[]> records = some(3);
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      log.write(List.of());
      faults.torn = true;
      log.write(records);
    }
    assertThat(pending()).isEqualTo(names(records));
    assertThat(faults.opened).hasSize(2);
  }

  @Test
  void aMarkThatCannotBeWrittenTakesItsFileAway() throws IOException {
    FaultyDisk faults = new FaultyDisk();
    try (WriteAheadLog log = new WriteAheadLog(directory, true, faults)) {
      log.stored(log.write(some(2)), 2);
      faults.torn = true;
      log.rest();
      assertThat(pending()).isEmpty();
      log.rest();
    }
    assertThat(faults.opened).hasSize(1);
  }

  @Test
  void anInterruptedThreadWritesAllTheSame() throws IOException {
    List<byte[]> records = some(2);
    try (WriteAheadLog log = open()) {
      log.write(records.subList(0, 1));
      Thread.currentThread().interrupt();
      log.write(records.subList(1, 2));
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    } finally {
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(pending()).isEqualTo(names(records));
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
      List<byte[]> many = Collections.nCopies(600, new byte[WriteAheadLog.MAX_RECORD]);
      assertThatThrownBy(() -> log.write(many)).isInstanceOf(IllegalArgumentException.class);
    }
    byte[] largest = Arrays.copyOf(some(1).get(0), WriteAheadLog.MAX_RECORD);
    try (WriteAheadLog log = open()) {
      log.write(List.of(largest));
    }
    assertThat(pending()).isEqualTo(names(List.of(largest)));
  }

  @Test
  void aFileOfAnotherFormatIsRefusedAndOneThatWasNeverBegunIsNot() throws IOException {
    Files.write(directory.resolve("1.wal"), new byte[40]);
    Files.write(directory.resolve("2.wal"), new byte[3]);
    assertThat(pending()).isEmpty();
    byte[] other = new byte[40];
    ByteBuffer.wrap(other).putLong(WalSegment.MAGIC + 1);
    Files.write(directory.resolve("3.wal"), other);
    assertThatThrownBy(this::pending).isInstanceOf(IOException.class);
  }

  private static List<byte[]> both(List<byte[]> first, List<byte[]> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
