package net.intentus.privacy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The keys that payloads are encrypted with: the newest encrypts, all open. They live in the key
 * ring, wrapped with the master key (ADR 0022). Thread-safe.
 *
 * <p>Nonces are random, so that a key may encrypt 2<sup>32</sup> values at most (NIST SP 800-38D,
 * section 8.3); then a new one takes its place. Instances take their shares of that ahead, so that
 * what is lost in a crash is never used twice.
 */
@Singleton
public class DataKeys implements PayloadCipher {
  static final String PURPOSE = "data";
  static final long MAX_USES = 1L << 32;
  static final long SHARE = 1L << 18;
  private static final String PREFIX = PURPOSE + "-";
  private static final int KEY_BYTES = 32;

  private final MasterKey master;
  private final DataKeyStore store;
  private final Clock clock;
  private final boolean enabled;
  private final long most;
  private volatile TreeMap<Integer, Held> held = new TreeMap<>();
  private volatile @Nullable Active active;

  private record Held(int number, SecretKeySpec key, Instant createdAt) {}

  /** The key in use, and how often it still may be without asking the database. */
  private record Active(Held key, AtomicLong left) {}

  @Inject
  public DataKeys(MasterKey master, DataKeyStore store, Clock clock, Settings settings) {
    this(master, store, clock, settings.encryptPayloads(), MAX_USES);
  }

  DataKeys(MasterKey master, DataKeyStore store, Clock clock, boolean enabled, long most) {
    this.master = master;
    this.store = store;
    this.clock = clock;
    this.enabled = enabled;
    this.most = most;
  }

  static String id(int number) {
    return PREFIX + number;
  }

  /**
   * Loads the keys and makes the first one when encryption is on; call it once before anything is
   * recorded.
   *
   * @throws WrongMasterKey when a key was wrapped with another master key
   */
  public void open() {
    load();
    if (enabled) {
      renew();
    }
  }

  /** Takes over the keys that other instances have made, and its share of the newest one. */
  public void refresh() {
    load();
    if (enabled && !held.isEmpty() && wantsShare(active)) {
      renew();
    }
  }

  private boolean wantsShare(@Nullable Active current) {
    return current == null
        || current.key().number() != held.lastKey()
        || current.left().get() < SHARE / 2;
  }

  @Override
  public boolean enabled() {
    return enabled;
  }

  @Override
  public byte[] seal(String subject, String part, byte[] plain) {
    Active current = active;
    while (current == null || current.left().getAndDecrement() <= 0) {
      current = renewed();
    }
    Held key = current.key();
    return SealedValue.seal(key.number(), key.key(), subject, part, plain);
  }

  @Override
  public Optional<byte[]> open(String subject, String part, byte[] sealed) {
    if (!SealedValue.is(sealed)) {
      return Optional.empty();
    }
    int number = SealedValue.keyNumber(sealed);
    if (!held.containsKey(number)) {
      load(); // another instance has made it a moment ago
    }
    Held key = held.get(number);
    return key == null ? Optional.empty() : SealedValue.open(key.key(), subject, part, sealed);
  }

  /**
   * Makes a new key; {@link #refresh} puts it into use here. In the transaction of the caller.
   *
   * @return its id
   * @throws jakarta.persistence.PersistenceException when another instance does the same right now
   */
  public String add() {
    int next = 1;
    for (KeyRingEntity entry : store.all()) {
      next = Math.max(next, 1 + number(entry));
    }
    String id = id(next);
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    byte[] wrapped = new KeyWrap(master).wrap(id, PURPOSE, key, random);
    store.add(new KeyRingEntity(id, PURPOSE, wrapped, clock.millis()));
    return id;
  }

  /** All keys, newest first. */
  public List<DataKey> list() {
    load();
    Map<String, Long> uses = store.uses();
    List<DataKey> keys = new ArrayList<>();
    Active current = active;
    for (Held key : held.descendingMap().values()) {
      String id = id(key.number());
      boolean ours = current != null && current.key().number() == key.number();
      long spare = ours && current != null ? Math.max(0, current.left().get()) : 0;
      long taken = uses.getOrDefault(id, 0L);
      boolean newest = key.number() == held.lastKey();
      keys.add(new DataKey(id, key.createdAt(), Math.max(0, taken - spare), enabled && newest));
    }
    return keys;
  }

  private synchronized void load() {
    TreeMap<Integer, Held> all = new TreeMap<>(held);
    for (KeyRingEntity entry : store.all()) {
      int number = number(entry);
      if (!all.containsKey(number)) {
        byte[] key = new KeyWrap(master).unwrap(entry.id(), PURPOSE, entry.wrapped());
        Instant created = Instant.ofEpochMilli(entry.createdAt());
        all.put(number, new Held(number, new SecretKeySpec(key, "AES"), created));
      }
    }
    held = all;
  }

  private static int number(KeyRingEntity entry) {
    return Integer.parseInt(entry.id().substring(PREFIX.length()));
  }

  /** One thread asks the database; those that come meanwhile use what it brings. */
  private synchronized Active renewed() {
    Active current = active;
    return current != null && current.left().get() > 0 ? current : renew();
  }

  /** Takes a share of the newest key, or of a new one when that is used up. */
  private synchronized Active renew() {
    while (true) {
      Held newest = held.isEmpty() ? null : held.lastEntry().getValue();
      if (newest != null && store.take(id(newest.number()), SHARE, most)) {
        Active renewed = new Active(newest, new AtomicLong(SHARE));
        active = renewed;
        return renewed;
      }
      int known = held.size();
      try {
        add();
      } catch (RuntimeException e) {
        load();
        if (held.size() == known) {
          throw e;
        }
      }
      load(); // also when another instance was first
    }
  }
}
