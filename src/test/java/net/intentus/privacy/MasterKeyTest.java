package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
  private static final String HEX =
      "00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff";
  @TempDir Path directory;

  @Test
  void readsHexAndBase64() {
    MasterKey key = MasterKey.parse(HEX).orElseThrow();
    String base64 = Base64.getEncoder().encodeToString(key.bytes());
    assertThat(key.hex()).isEqualTo(HEX);
    assertThat(MasterKey.parse(" " + base64 + "\n").orElseThrow().hex()).isEqualTo(HEX);
    assertThat(
            MasterKey.parse(base64.replace('+', '-').replace('/', '_').replace("=", ""))
                .orElseThrow()
                .hex())
        .isEqualTo(HEX);
    assertThat(key.toString()).doesNotContain("00ff");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "00ff", "zz", "AAAA", "\u00e9", HEX + "00", HEX + " 0"})
  void refusesEverythingElse(String text) {
    assertThat(MasterKey.parse(text)).isEmpty();
  }

  @Test
  void createsTheFileOnceForItsOwnerOnly() throws Exception {
    MasterKey created = MasterKeyFile.readOrCreate(directory, new SecureRandom()).orElseThrow();
    Path file = directory.resolve(MasterKeyFile.NAME);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MasterKeyFile.readOrCreate(directory, new SecureRandom()).orElseThrow().hex())
        .isEqualTo(created.hex());
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void neverReplacesAFileThatIsNoKey() throws Exception {
    Path file = Files.writeString(directory.resolve(MasterKeyFile.NAME), "garbage");
    assertThat(MasterKeyFile.readOrCreate(directory, new SecureRandom())).isEmpty();
    assertThat(file).hasContent("garbage");
  }

  @Test
  void saysWhenItCannotBeWritten() {
    assertThatThrownBy(
            () -> MasterKeyFile.readOrCreate(directory.resolve("missing"), new SecureRandom()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void processesThatStartTogetherAgreeOnOneKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<String> start =
          () -> MasterKeyFile.readOrCreate(directory, new SecureRandom()).orElseThrow().hex();
      List<String> keys = new ArrayList<>();
      for (Future<String> key : threads.invokeAll(Collections.nCopies(8, start))) {
        keys.add(key.get());
      }
      assertThat(keys.stream().distinct()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }
}
