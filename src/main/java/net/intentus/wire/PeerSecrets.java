package net.intentus.wire;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.privacy.Sealer;
import org.jspecify.annotations.Nullable;

/**
 * Seals what peers share with this node, and opens it where it is used. Whatever was sealed for one
 * peer or key opens for no other. Thread-safe.
 */
@Singleton
class PeerSecrets {
  private static final String KEY = "peer-key";
  private static final String SECRET = "node-secret";
  private final Sealer sealer;

  @Inject
  PeerSecrets(Sealer sealer) {
    this.sealer = sealer;
  }

  PeerKeyEntity key(String id, String nodeId, PeerKeyDraft draft, long now) {
    byte[] text = draft.text().getBytes(StandardCharsets.UTF_8);
    byte[] sealed = sealer.seal(nodeId + "/" + id, KEY, text);
    PeerKeyEntity key = new PeerKeyEntity(id, nodeId, sealed, now, draft.expiresAt());
    key.send(draft.active());
    return key;
  }

  byte[] secret(String nodeId, @Nullable String text) {
    return text == null
        ? new byte[0]
        : sealer.seal(nodeId, SECRET, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The peer as it can be used now; what cannot be opened any more is missing in it. */
  Peer open(PeerStore.Stored stored, long now) {
    PeerEntity row = stored.peer();
    List<Peer.Key> keys = new ArrayList<>();
    for (PeerKeyEntity key : stored.keys()) {
      if (key.usable(now)) {
        text(row.nodeId() + "/" + key.id(), KEY, key.sealed())
            .flatMap(text -> EmclKey.of(row.provider(), text))
            .ifPresent(open -> keys.add(new Peer.Key(open, key.active())));
      }
    }
    boolean signs = row.nodeSecret().length > 0;
    Optional<NodeSecret> secret =
        signs
            ? text(row.nodeId(), SECRET, row.nodeSecret()).flatMap(NodeSecret::of)
            : Optional.empty();
    return new Peer(row.nodeId(), keys, signs, secret.orElse(null), row.ttlSeconds());
  }

  private Optional<String> text(String subject, String purpose, byte[] sealed) {
    return sealer
        .open(subject, purpose, sealed)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  static PeerView view(PeerStore.Stored stored) {
    PeerEntity row = stored.peer();
    return new PeerView(
        row.nodeId(),
        row.provider(),
        row.ttlSeconds(),
        row.nodeSecret().length > 0,
        stored.keys().stream().map(PeerKeyEntity::view).toList(),
        row.revision(),
        Instant.ofEpochMilli(row.createdAt()),
        Instant.ofEpochMilli(row.updatedAt()));
  }
}
