package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.intentus.JpaDatabase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the keys of payloads promise, whatever the database. */
abstract class DataKeysContract {
  private static final MasterKey MASTER = MasterKey.parse("0a".repeat(32)).orElseThrow();
  private static final MasterKey OTHER = MasterKey.parse("0b".repeat(32)).orElseThrow();
  private static final byte[] PLAIN = "{\"answer\":42}".getBytes(StandardCharsets.UTF_8);
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  /** The transactions that the container would add. */
  private class Store extends DataKeyStore {
    private <T> T in(Function<DataKeyStore, T> work) {
      return database.inTransaction((EntityManager e) -> work.apply(new DataKeyStore(e)));
    }

    @Override
    public List<KeyRingEntity> all() {
      return in(DataKeyStore::all);
    }

    @Override
    public void add(KeyRingEntity key) {
      in(
          store -> {
            store.add(key);
            return null;
          });
    }

    @Override
    public boolean take(String id, long uses, long most) {
      return in(store -> store.take(id, uses, most));
    }

    @Override
    public Map<String, Long> uses() {
      return in(DataKeyStore::uses);
    }
  }

  private DataKeys keys(MasterKey master, boolean enabled) {
    DataKeys keys =
        new DataKeys(master, new Store(), Clock.systemUTC(), enabled, DataKeys.MAX_USES);
    keys.open();
    return keys;
  }

  private int rewrap(MasterKey master) {
    return database.inTransaction(
        e -> new KeyRingStore(e).rewrap(new KeyWrap(master), new SecureRandom()));
  }

  @Test
  void whatIsSealedOpensForThatSubjectAndPartOnlyAlsoAfterARestart() {
    byte[] sealed = keys(MASTER, true).seal("execution-1", "envelope", PLAIN);
    assertThat(PayloadCipher.isSealed(sealed)).isTrue();
    assertThat(PayloadCipher.keyId(sealed)).isEqualTo("data-1");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("answer");

    DataKeys off = keys(MASTER, false);
    assertThat(off.enabled()).isFalse();
    assertThat(off.open("execution-1", "envelope", sealed)).hasValue(PLAIN);
    assertThat(off.open("execution-2", "envelope", sealed)).isEmpty();
    assertThat(off.open("execution-1", "response", sealed)).isEmpty();
    for (int at : new int[] {5, 17, sealed.length - 1}) {
      byte[] damaged = sealed.clone();
      damaged[at] ^= 1;
      assertThat(off.open("execution-1", "envelope", damaged)).as("byte %s", at).isEmpty();
    }
    byte[] strange = sealed.clone();
    strange[4] = 9; // a key that there is not
    assertThat(off.open("execution-1", "envelope", strange)).isEmpty();
    assertThat(off.open("execution-1", "envelope", PLAIN)).isEmpty();
  }

  @Test
  void noKeyIsMadeWhileEncryptionIsOff() {
    DataKeys off = keys(MASTER, false);
    assertThat(off.list()).isEmpty();
    off.refresh();
    assertThat(off.list()).isEmpty();
  }

  @Test
  void aNewKeySealsOnEveryInstanceAndOldValuesStayReadable() {
    DataKeys one = keys(MASTER, true);
    DataKeys other = keys(MASTER, true);
    byte[] old = one.seal("e", "envelope", PLAIN);
    assertThat(one.add()).isEqualTo("data-2");
    one.refresh();
    byte[] sealed = one.seal("e", "envelope", PLAIN);
    assertThat(PayloadCipher.keyId(sealed)).isEqualTo("data-2");
    assertThat(other.open("e", "envelope", sealed)).as("before it knows").hasValue(PLAIN);
    assertThat(PayloadCipher.keyId(other.seal("e", "envelope", PLAIN))).isEqualTo("data-1");
    other.refresh();
    assertThat(PayloadCipher.keyId(other.seal("e", "envelope", PLAIN))).isEqualTo("data-2");
    assertThat(other.open("e", "envelope", old)).hasValue(PLAIN);
    assertThat(other.list()).extracting(DataKey::id).containsExactly("data-2", "data-1");
    assertThat(other.list()).extracting(DataKey::active).containsExactly(true, false);
  }

  @Test
  void countsUsesAndTakesANewKeyBeforeOneIsUsedTooOften() {
    DataKeys keys =
        new DataKeys(MASTER, new Store(), Clock.systemUTC(), true, 2 * DataKeys.SHARE - 1);
    keys.open();
    for (int i = 0; i < 5; i++) {
      keys.seal("e", "envelope", PLAIN);
    }
    assertThat(keys.list()).extracting(DataKey::uses).containsExactly(5L);
    for (long i = 5; i < DataKeys.SHARE; i++) {
      keys.seal("e", "envelope", PLAIN);
    }
    byte[] next = keys.seal("e", "envelope", PLAIN);
    assertThat(PayloadCipher.keyId(next)).isEqualTo("data-2");
    assertThat(keys.list()).extracting(DataKey::uses).containsExactly(1L, DataKeys.SHARE);
  }

  @Test
  void anotherMasterKeyOpensNothingUntilTheKeysAreWrappedAgain() {
    byte[] sealed = keys(MASTER, true).seal("e", "envelope", PLAIN);
    assertThatThrownBy(() -> keys(OTHER, true)).isInstanceOf(WrongMasterKey.class);

    DataKeys both = keys(OTHER.after(MASTER), true);
    assertThat(both.open("e", "envelope", sealed)).hasValue(PLAIN);
    assertThatThrownBy(() -> keys(OTHER, true))
        .as("reading alone changes nothing")
        .isInstanceOf(WrongMasterKey.class);

    assertThat(rewrap(OTHER.after(MASTER))).isEqualTo(1);
    assertThat(rewrap(OTHER.after(MASTER))).as("once is enough").isZero();
    assertThat(keys(OTHER, true).open("e", "envelope", sealed)).hasValue(PLAIN);
    assertThatThrownBy(() -> keys(MASTER, true)).isInstanceOf(WrongMasterKey.class);
  }

  @Test
  void aKeyThatNeitherMasterKeyOpensStopsTheWrapping() {
    keys(MASTER, true);
    MasterKey third = MasterKey.parse("0c".repeat(32)).orElseThrow();
    assertThatThrownBy(() -> rewrap(third.after(OTHER))).isInstanceOf(WrongMasterKey.class);
    assertThat(keys(MASTER, true).list()).hasSize(1);
  }
}
