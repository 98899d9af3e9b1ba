package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import net.intentus.JpaDatabase;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final MasterKey MASTER = MasterKey.parse("0a".repeat(32)).orElseThrow();
  private static final byte[] MESSAGE = {1, 2, 3};
  @AutoClose private final JpaDatabase database = JpaDatabase.h2();

  private KeyRing ring(KeyRingStore store) {
    return new KeyRing(MASTER, store, Clock.systemUTC());
  }

  @Test
  void theDigestKeyIsTheSameAfterARestartAndOnEveryInstance() {
    KeyRing first = ring(new TransactionalKeyRingStore(database));
    first.open();
    KeyRing second = ring(new TransactionalKeyRingStore(database));
    second.open();
    assertThat(second.of(MESSAGE)).hasSize(32).isEqualTo(first.of(MESSAGE));
    assertThat(second.of(new byte[] {1})).isNotEqualTo(second.of(MESSAGE));
  }

  @Test
  void whatOneInstanceSealsAnotherOpensForThatSubjectAndPurposeOnly() {
    KeyRing first = ring(new TransactionalKeyRingStore(database));
    first.open();
    KeyRing second = ring(new TransactionalKeyRingStore(database));
    second.open();
    byte[] sealed = first.seal("execution-1", "original", MESSAGE);
    assertThat(second.open("execution-1", "original", sealed)).hasValue(MESSAGE);
    assertThat(second.open("execution-2", "original", sealed)).isEmpty();
    assertThat(second.open("execution-1", "answer", sealed)).isEmpty();
    assertThat(first.seal("execution-1", "original", MESSAGE)).isNotEqualTo(sealed);
    sealed[sealed.length - 1] ^= 1;
    assertThat(second.open("execution-1", "original", sealed)).isEmpty();
    assertThat(second.open("execution-1", "original", new byte[3])).isEmpty();
  }

  @Test
  void anInstanceThatIsSecondTakesTheKeyOfTheFirst() {
    KeyRing first = ring(new TransactionalKeyRingStore(database));
    KeyRingStore late =
        new TransactionalKeyRingStore(database) {
          private boolean looked;

          @Override
          public Optional<KeyRingEntity> find(String id) {
            if (!looked) {
              looked = true;
              first.open();
              return Optional.empty();
            }
            return super.find(id);
          }
        };
    KeyRing second = ring(late);
    second.open();
    assertThat(second.of(MESSAGE)).isEqualTo(first.of(MESSAGE));
  }

  @Test
  void anotherMasterKeyIsRefused() {
    ring(new TransactionalKeyRingStore(database)).open();
    MasterKey other = MasterKey.parse("0b".repeat(32)).orElseThrow();
    KeyRing ring = new KeyRing(other, new TransactionalKeyRingStore(database), Clock.systemUTC());
    assertThatThrownBy(ring::open).isInstanceOf(WrongMasterKey.class).hasMessageNotContaining("0b");
    assertThatThrownBy(() -> ring.of(MESSAGE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBrokenDatabaseIsNotMistakenForAnotherInstance() {
    KeyRingStore broken =
        new TransactionalKeyRingStore(database) {
          @Override
          public void insert(KeyRingEntity entry) {
            throw new IllegalStateException("disk full");
          }
        };
    assertThatThrownBy(ring(broken)::open).hasMessage("disk full");
  }

  @Test
  void aWrappedKeyDoesNotPassForAnother() {
    KeyWrap wrap = new KeyWrap(MASTER);
    byte[] wrapped = wrap.wrap("a", "digest", new byte[32], new SecureRandom());
    assertThat(wrap.unwrap("a", "digest", wrapped)).isEqualTo(new byte[32]);
    assertThatThrownBy(() -> wrap.unwrap("b", "digest", wrapped))
        .isInstanceOf(WrongMasterKey.class);
    assertThatThrownBy(() -> wrap.unwrap("a", "sealing", wrapped))
        .isInstanceOf(WrongMasterKey.class);
    assertThatThrownBy(() -> wrap.unwrap("a", "digest", new byte[3]))
        .isInstanceOf(WrongMasterKey.class);
  }

  @Test
  void worksOnPostgresql() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        JpaDatabase postgresql = JpaDatabase.postgresql(server.getPostgresDatabase())) {
      KeyRing first = ring(new TransactionalKeyRingStore(postgresql));
      first.open();
      KeyRing second = ring(new TransactionalKeyRingStore(postgresql));
      second.open();
      assertThat(second.of(MESSAGE)).isEqualTo(first.of(MESSAGE));
    }
  }
}
