package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        log.stored(segment);
      }
      for (int i = 0; i < 3; i++) {
        log.stored(log.write(List.of(filler)));
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
      log.stored(segment);
      log.rest();
      assertThat(pending()).isEqualTo(ids(early));
      log.stored(segment);
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
}
