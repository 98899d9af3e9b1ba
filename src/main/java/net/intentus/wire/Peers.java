package net.intentus.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that this one shares keys with. Every change is audited, without the secrets, and holds
 * at once on every instance: nothing is cached. Thread-safe.
 */
@Singleton
public class Peers {
  /** How many keys a peer has at most, expired ones included. */
  public static final int MAX_KEYS = 8;

  private static final String OBJECT = "peer";
  private static final String KEY = "keyId";
  private final PeerStore store;
  private final PeerSecrets secrets;
  private final Consumer<AuditEntry> audit;
  private final Ids ids;
  private final Clock clock;

  @Inject
  Peers(PeerStore store, PeerSecrets secrets, AuditLog audit, Ids ids, Clock clock) {
    this(store, secrets, audit::record, ids, clock);
  }

  Peers(PeerStore store, PeerSecrets secrets, Consumer<AuditEntry> audit, Ids ids, Clock clock) {
    this.store = store;
    this.secrets = secrets;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The peer with its keys, ready for use.
   *
   * @throws jakarta.persistence.PersistenceException when the database does not answer
   */
  public Optional<Peer> find(String nodeId) {
    return store.find(nodeId).map(stored -> secrets.open(stored, clock.millis()));
  }

  /** What may be shown of the peer. */
  public Optional<PeerView> view(String nodeId) {
    return store.find(nodeId).map(PeerSecrets::view);
  }

  /** What may be shown of up to that many peers behind a node id, in order. */
  public List<PeerView> list(@Nullable String after, int limit) {
    return store.after(after, limit).stream().map(PeerSecrets::view).toList();
  }

  /** Makes a peer with its first key, which sends. */
  @Transactional
  public PeerChange create(PeerSettings wanted, PeerKeyDraft first, Caller by) {
    if (store.find(wanted.nodeId()).isPresent()) {
      return new PeerChange.Taken();
    }
    long now = clock.millis();
    PeerEntity peer = new PeerEntity(wanted.nodeId(), now);
    peer.change(wanted, now);
    peer.secret(secrets.secret(wanted.nodeId(), wanted.nodeSecret()));
    store.insert(peer);
    String id = ids.next();
    store.insert(secrets.key(id, wanted.nodeId(), first, now));
    audit.accept(entry(by, "peer.create", wanted.nodeId()).with(KEY, id));
    return changed(wanted.nodeId(), id);
  }

  /**
   * Changes what is not a key.
   *
   * @param revision the one it must have, or null for any
   */
  @Transactional
  public PeerChange replace(PeerSettings wanted, @Nullable Long revision, Caller by) {
    return with(
        wanted.nodeId(),
        revision,
        stored -> {
          stored.peer().change(wanted, clock.millis());
          if (!wanted.keepsSecret()) {
            stored.peer().secret(secrets.secret(wanted.nodeId(), wanted.nodeSecret()));
          }
          audit.accept(
              entry(by, "peer.update", wanted.nodeId())
                  .with("provider", wanted.provider().wire())
                  .with("nodeSecret", wanted.keepsSecret() ? "kept" : "changed"));
          return changed(wanted.nodeId(), "");
        });
  }

  /** Adds a key that is accepted from now on. */
  @Transactional
  public PeerChange addKey(String nodeId, PeerKeyDraft draft, Caller by) {
    return with(
        nodeId,
        null,
        stored -> {
          if (stored.keys().size() >= MAX_KEYS) {
            return new PeerChange.Refused("A peer has at most " + MAX_KEYS + " keys; delete one.");
          }
          String id = ids.next();
          if (draft.active()) {
            stored.keys().forEach(key -> key.send(false));
          }
          store.insert(secrets.key(id, nodeId, draft, clock.millis()));
          stored.peer().touch(clock.millis());
          audit.accept(entry(by, "peer.key.add", nodeId).with(KEY, id));
          return changed(nodeId, id);
        });
  }

  /** Sends with that key from now on; the others are still accepted. */
  @Transactional
  public PeerChange activate(String nodeId, String keyId, Caller by) {
    return withKey(
        nodeId,
        keyId,
        (stored, key) -> {
          if (!key.usable(clock.millis())) {
            return new PeerChange.Refused("The key has expired.");
          }
          stored.keys().forEach(other -> other.send(other == key));
          stored.peer().touch(clock.millis());
          audit.accept(entry(by, "peer.key.activate", nodeId).with(KEY, keyId));
          return changed(nodeId, keyId);
        });
  }

  /** Ends a key that does not send. */
  @Transactional
  public PeerChange removeKey(String nodeId, String keyId, Caller by) {
    return withKey(
        nodeId,
        keyId,
        (stored, key) -> {
          if (key.active()) {
            return new PeerChange.Refused("This key sends. Activate another one first.");
          }
          store.remove(key);
          stored.peer().touch(clock.millis());
          audit.accept(entry(by, "peer.key.delete", nodeId).with(KEY, keyId));
          return changed(nodeId, keyId);
        });
  }

  /**
   * Removes a peer with all its keys.
   *
   * @param revision the one it must have, or null for any
   */
  @Transactional
  public PeerChange remove(String nodeId, @Nullable Long revision, Caller by) {
    return with(
        nodeId,
        revision,
        stored -> {
          store.remove(stored);
          audit.accept(entry(by, "peer.delete", nodeId));
          return new PeerChange.Removed();
        });
  }

  private PeerChange with(
      String nodeId, @Nullable Long revision, Function<PeerStore.Stored, PeerChange> operation) {
    PeerStore.Stored stored = store.lock(nodeId).orElse(null);
    if (stored == null) {
      return new PeerChange.NotFound();
    }
    return revision != null && revision != stored.peer().revision()
        ? new PeerChange.Stale()
        : operation.apply(stored);
  }

  /** What is done with one key of a locked peer. */
  private interface KeyOperation {
    PeerChange apply(PeerStore.Stored stored, PeerKeyEntity key);
  }

  private PeerChange withKey(String nodeId, String keyId, KeyOperation operation) {
    return with(
        nodeId,
        null,
        stored ->
            stored.keys().stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .map(key -> operation.apply(stored, key))
                .orElseGet(PeerChange.NotFound::new));
  }

  private PeerChange changed(String nodeId, String keyId) {
    return new PeerChange.Changed(PeerSecrets.view(store.find(nodeId).orElseThrow()), keyId);
  }

  private static AuditEntry entry(Caller by, String action, String nodeId) {
    return AuditEntry.of(by, action, OBJECT, nodeId);
  }
}
