package net.intentus.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that every instance on one database shares. They live in the database, wrapped with the
 * master key. Thread-safe.
 */
@ApplicationScoped
public class KeyRing implements KeyedDigest {
  private static final String DIGEST_ID = "digest-1";
  private static final String DIGEST = "digest";
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final KeyRingStore store;
  private final MasterKey master;
  private final Clock clock;
  private volatile @Nullable SecretKeySpec digestKey;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected KeyRing() {
    this(null, null, null);
  }

  @Inject
  public KeyRing(MasterKey master, KeyRingStore store, Clock clock) {
    this.master = master;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Loads the keys, and creates those that are missing; call it once before anything is accepted.
   *
   * @throws WrongMasterKey when the keys in the database were wrapped with another master key
   */
  public void open() {
    KeyWrap wrap = new KeyWrap(master);
    KeyRingEntity entry = store.find(DIGEST_ID).orElseGet(() -> create(wrap));
    digestKey = new SecretKeySpec(wrap.unwrap(DIGEST_ID, entry.purpose(), entry.wrapped()), HMAC);
  }

  /** The HMAC under the shared digest key, the same on every instance and after every restart. */
  @Override
  public byte[] of(byte[] message) {
    SecretKeySpec key = digestKey;
    if (key == null) {
      throw new IllegalStateException("the key ring has not been opened");
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private KeyRingEntity create(KeyWrap wrap) {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    byte[] wrapped = wrap.wrap(DIGEST_ID, DIGEST, key, random);
    try {
      store.insert(new KeyRingEntity(DIGEST_ID, DIGEST, wrapped, clock.millis()));
    } catch (RuntimeException e) {
      // Another instance starts on the same database and was first: its key is the key.
      Optional<KeyRingEntity> first = store.find(DIGEST_ID);
      return first.orElseThrow(() -> e);
    }
    return store.find(DIGEST_ID).orElseThrow();
  }
}
