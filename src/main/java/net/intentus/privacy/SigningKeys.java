package net.intentus.privacy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.intentus.config.Settings;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign journal heads: the newest signs, all verify. The private halves are kept in
 * the key ring, wrapped, and the public ones are made of them, so that whoever can only write to
 * the database can neither sign nor pass a key of their own off as one of these. Thread-safe.
 */
@Singleton
public class SigningKeys implements PublicKeys {
  static final String PURPOSE = "signing";
  private static final String PREFIX = PURPOSE + "-";

  private final MasterKey master;
  private final KeyRingStore store;
  private final Clock clock;
  private final boolean enabled;
  private volatile Map<Integer, Held> held = Map.of();

  private record Held(
      String id, Ed25519PrivateKeyParameters secret, PublicKey open, Instant createdAt) {}

  @Inject
  public SigningKeys(MasterKey master, KeyRingStore store, Clock clock, Settings settings) {
    this(master, store, clock, settings.signing().enabled());
  }

  SigningKeys(MasterKey master, KeyRingStore store, Clock clock, boolean enabled) {
    this.master = master;
    this.store = store;
    this.clock = clock;
    this.enabled = enabled;
  }

  /**
   * Loads the keys and makes the first one when signing is on; call it once before anything is
   * recorded.
   *
   * @throws WrongMasterKey when a key was wrapped with another master key
   */
  public void open() {
    refresh();
    if (enabled && held.isEmpty()) {
      try {
        add();
      } catch (RuntimeException e) {
        refresh();
        if (held.isEmpty()) {
          throw e;
        }
        return; // another instance starts on the same database and was first
      }
      refresh();
    }
  }

  /** Takes over the keys that another instance has made. */
  public void refresh() {
    Map<Integer, Held> known = held;
    TreeMap<Integer, Held> all = new TreeMap<>(known);
    for (KeyRingEntity entry : store.ofPurpose(PURPOSE)) {
      int number = Integer.parseInt(entry.id().substring(PREFIX.length()));
      if (!known.containsKey(number)) {
        Ed25519PrivateKeyParameters secret =
            new Ed25519PrivateKeyParameters(
                new KeyWrap(master).unwrap(entry.id(), PURPOSE, entry.wrapped()));
        Instant created = Instant.ofEpochMilli(entry.createdAt());
        all.put(number, new Held(entry.id(), secret, Ed25519.open(secret), created));
      }
    }
    held = all;
  }

  /** Whether new executions are signed. */
  public boolean enabled() {
    return enabled;
  }

  /** The id of the key that signs new executions; empty when signing is off. */
  public Optional<String> signer() {
    return enabled ? newest().map(Held::id) : Optional.empty();
  }

  /**
   * Signs with the newest key, also when signing has been switched off since: an execution that
   * began signed ends signed. Empty when there never was a key.
   */
  public Optional<KeySignature> sign(byte[] message) {
    return newest().map(key -> new KeySignature(key.id(), Ed25519.sign(key.secret(), message)));
  }

  /**
   * Makes a new key; {@link #refresh} puts it into use here. In the transaction of the caller.
   *
   * @return its id
   * @throws jakarta.persistence.PersistenceException when another instance does the same right now
   */
  public String add() {
    int next = 1;
    for (KeyRingEntity entry : store.ofPurpose(PURPOSE)) {
      next = Math.max(next, 1 + Integer.parseInt(entry.id().substring(PREFIX.length())));
    }
    String id = PREFIX + next;
    byte[] seed = Ed25519.generate().getEncoded();
    byte[] wrapped = new KeyWrap(master).wrap(id, PURPOSE, seed, new SecureRandom());
    store.add(new KeyRingEntity(id, PURPOSE, wrapped, clock.millis()));
    return id;
  }

  /** All public keys, newest first. */
  public List<SigningKey> list() {
    List<SigningKey> keys = new ArrayList<>();
    Instant retired = null;
    for (Held key :
        held.entrySet().stream()
            .sorted(Map.Entry.<Integer, Held>comparingByKey(Comparator.reverseOrder()))
            .map(Map.Entry::getValue)
            .toList()) {
      keys.add(open(key, retired));
      retired = key.createdAt();
    }
    return keys;
  }

  @Override
  public Optional<SigningKey> find(String keyId) {
    Optional<SigningKey> known = known(keyId);
    if (known.isEmpty() && keyId.startsWith(PREFIX)) {
      refresh();
      return known(keyId);
    }
    return known;
  }

  private Optional<SigningKey> known(String keyId) {
    return list().stream().filter(key -> key.id().equals(keyId)).findFirst();
  }

  private static SigningKey open(Held key, @Nullable Instant retired) {
    return new SigningKey(key.id(), key.open(), key.createdAt(), retired);
  }

  private Optional<Held> newest() {
    Map<Integer, Held> keys = held;
    return keys instanceof TreeMap<Integer, Held> sorted && !sorted.isEmpty()
        ? Optional.of(sorted.lastEntry().getValue())
        : Optional.empty();
  }
}
