package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import net.intentus.JpaDatabase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private static final MasterKey MASTER = MasterKey.parse("0a".repeat(32)).orElseThrow();
  private static final byte[] MESSAGE = {1, 2, 3};
  @AutoClose private final JpaDatabase database = JpaDatabase.h2();

  private SigningKeys keys(MasterKey master, boolean enabled) {
    SigningKeys keys =
        new SigningKeys(
            master, new TransactionalKeyRingStore(database), Clock.systemUTC(), enabled);
    keys.open();
    return keys;
  }

  private static boolean verifies(SigningKeys keys, KeySignature signature) {
    return keys.find(signature.keyId())
        .map(key -> Ed25519.verifies(key.publicKey(), MESSAGE, signature.value()))
        .orElse(false);
  }

  @Test
  void makesNoKeyWhileSigningIsOff() {
    SigningKeys keys = keys(MASTER, false);
    assertThat(keys.list()).isEmpty();
    assertThat(keys.signer()).isEmpty();
    assertThat(keys.sign(MESSAGE)).isEmpty();
  }

  @Test
  void allInstancesSignWithOneKey() {
    SigningKeys first = keys(MASTER, true);
    SigningKeys second = keys(MASTER, true);
    assertThat(second.list()).hasSize(1);
    assertThat(verifies(second, first.sign(MESSAGE).orElseThrow())).isTrue();
  }

  @Test
  void aRotatedKeySignsNoMoreButVerifies() {
    SigningKeys keys = keys(MASTER, true);
    SigningKeys other = keys(MASTER, true);
    KeySignature old = keys.sign(MESSAGE).orElseThrow();
    String next = keys.add();
    keys.refresh();
    assertThat(keys.sign(MESSAGE).orElseThrow().keyId()).isEqualTo(next);
    assertThat(keys.signer()).contains(next);
    assertThat(keys.list()).extracting(SigningKey::id).containsExactly(next, old.keyId());
    assertThat(keys.list().get(0).retiredAt()).isNull();
    assertThat(keys.list().get(1).retiredAt()).isEqualTo(keys.list().get(0).createdAt());
    assertThat(verifies(keys, old)).isTrue();
    assertThat(verifies(other, keys.sign(MESSAGE).orElseThrow()))
        .as("another instance learns of the key when it meets it")
        .isTrue();
  }

  @Test
  void aMessageThatWasChangedDoesNotVerify() {
    SigningKeys keys = keys(MASTER, true);
    KeySignature made = keys.sign(new byte[] {1, 2, 4}).orElseThrow();
    assertThat(verifies(keys, made)).isFalse();
    assertThat(verifies(keys, new KeySignature(made.keyId(), new byte[3]))).isFalse();
  }

  @Test
  void aKeyThatSomebodyPutIntoTheDatabaseIsRefused() {
    keys(MASTER, true);
    MasterKey theirs = MasterKey.parse("0b".repeat(32)).orElseThrow();
    byte[] forged =
        new KeyWrap(theirs)
            .wrap(
                "signing-2",
                SigningKeys.PURPOSE,
                Ed25519.generate().getEncoded(),
                new SecureRandom());
    new TransactionalKeyRingStore(database)
        .add(new KeyRingEntity("signing-2", SigningKeys.PURPOSE, forged, 0));
    assertThatThrownBy(() -> keys(MASTER, true)).isInstanceOf(WrongMasterKey.class);
  }
}
