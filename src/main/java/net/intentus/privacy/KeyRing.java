package net.intentus.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
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
public class KeyRing implements KeyedDigest, Sealer {
  private static final String DIGEST_ID = "digest-1";
  private static final String DIGEST = "digest";
  private static final String SEALING_ID = "sealing-1";
  private static final String SEALING = "sealing";
  private static final String HMAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final KeyRingStore store;
  private final MasterKey master;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable SecretKeySpec sealingKey;
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
    digestKey = load(wrap, DIGEST_ID, DIGEST);
    sealingKey = load(wrap, SEALING_ID, SEALING);
  }

  /**
   * Wraps again with the master key what only the one before it opens, under a lock; nothing
   * happens when no earlier one was given. Before {@link #open}.
   *
   * @return how many keys were wrapped again
   * @throws WrongMasterKey when neither opens a key
   */
  public int rewrap() {
    return master.previous() == null ? 0 : store.rewrap(new KeyWrap(master), random);
  }

  private SecretKeySpec load(KeyWrap wrap, String id, String purpose) {
    KeyRingEntity entry = store.find(id).orElseGet(() -> create(wrap, id, purpose));
    return new SecretKeySpec(wrap.unwrap(id, entry.purpose(), entry.wrapped()), HMAC);
  }

  /** The HMAC under the shared digest key, the same on every instance and after every restart. */
  @Override
  public byte[] of(byte[] message) {
    return hmac(digestKey, message);
  }

  @Override
  public byte[] seal(String subject, String purpose, byte[] plain) {
    return sealing(subject, purpose).wrap(subject, purpose, plain, random);
  }

  @Override
  public Optional<byte[]> open(String subject, String purpose, byte[] sealed) {
    try {
      return Optional.of(sealing(subject, purpose).unwrap(subject, purpose, sealed));
    } catch (WrongMasterKey e) {
      return Optional.empty();
    }
  }

  /** A key for each subject keeps the number of random nonces under one key small. */
  private KeyWrap sealing(String subject, String purpose) {
    String context = subject + "\n" + purpose;
    return new KeyWrap(hmac(sealingKey, context.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hmac(@Nullable SecretKeySpec key, byte[] message) {
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

  private KeyRingEntity create(KeyWrap wrap, String id, String purpose) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    byte[] wrapped = wrap.wrap(id, purpose, key, random);
    try {
      store.insert(new KeyRingEntity(id, purpose, wrapped, clock.millis()));
    } catch (RuntimeException e) {
      // Another instance starts on the same database and was first: its key is the key.
      return store.find(id).orElseThrow(() -> e);
    }
    return store.find(id).orElseThrow();
  }
}
