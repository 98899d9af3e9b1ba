package net.intentus.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a peer: everything but its secrets.
 *
 * @param signs whether it has a node secret, so that its frames must be signed
 * @param keys oldest first
 * @param revision counts changes; the ETag
 */
public record PeerView(
    String nodeId,
    EmclProvider provider,
    int ttlSeconds,
    boolean signs,
    List<Key> keys,
    long revision,
    Instant createdAt,
    Instant updatedAt) {
  public PeerView {
    keys = List.copyOf(keys);
  }

  /**
   * One key without what it is.
   *
   * @param active whether this node sends with it
   * @param expiresAt null for never
   */
  public record Key(String id, boolean active, Instant createdAt, @Nullable Instant expiresAt) {}
}
