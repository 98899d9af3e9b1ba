package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  private final PasswordHasher hasher = new PasswordHasher(new Secrets());

  @Test
  void matchesThePasswordAndNoOther() {
    String stored = hasher.hash("correct horse battery");

    assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hasher.verify(stored, "correct horse battery"))
        .isEqualTo(PasswordHasher.Verdict.MATCHES);
    assertThat(hasher.verify(stored, "correct horse batterY"))
        .isEqualTo(PasswordHasher.Verdict.DIFFERS);
    assertThat(hasher.hash("correct horse battery")).isNotEqualTo(stored);
  }

  @Test
  void isTheArgon2idOfTheReferenceImplementation() {
    // From the reference implementation's own tests: argon2id, v=19, t=2, m=2^16 KiB, p=1.
    Argon2 reference =
        Argon2.parse(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
                + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

    assertThat(reference.matches("password")).isTrue();
    assertThat(reference.matches("differentpassword")).isFalse();
    assertThat(reference.outdated()).isTrue();
    assertThat(Hex.decode("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"))
        .isEqualTo(java.util.Base64.getDecoder().decode(reference.hash()));
  }

  @Test
  void saysThatAMatchingHashHasOldParameters() {
    String old =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(hasher.verify(old, "password")).isEqualTo(PasswordHasher.Verdict.MATCHES_OUTDATED);
    assertThat(hasher.verify(old, "passwore")).isEqualTo(PasswordHasher.Verdict.DIFFERS);
  }

  @Test
  void neverMatchesNobody() {
    assertThat(hasher.verifyNobody("")).isEqualTo(PasswordHasher.Verdict.DIFFERS);
  }

  @Test
  void refusesADamagedHash() {
    assertThatThrownBy(() -> hasher.verify("plain text", "plain text"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("plain text");
  }

  @Test
  void turnsAFloodAwayInsteadOfHashingItAllAtOnce() throws Exception {
    String stored = hasher.hash("correct horse battery");
    ExecutorService crowd = Executors.newFixedThreadPool(64);
    try {
      List<Callable<PasswordHasher.Verdict>> tries = new ArrayList<>();
      for (int i = 0; i < 256; i++) {
        tries.add(() -> hasher.verify(stored, "wrong password"));
      }
      List<PasswordHasher.Verdict> verdicts = new ArrayList<>();
      for (Future<PasswordHasher.Verdict> each : crowd.invokeAll(tries)) {
        verdicts.add(each.get());
      }
      assertThat(verdicts)
          .contains(PasswordHasher.Verdict.BUSY)
          .doesNotContain(PasswordHasher.Verdict.MATCHES);
    } finally {
      crowd.shutdown();
    }
    assertThat(hasher.verify(stored, "correct horse battery"))
        .isEqualTo(PasswordHasher.Verdict.MATCHES);
  }
}
