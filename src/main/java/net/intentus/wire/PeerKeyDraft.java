package net.intentus.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key to be added to a peer.
 *
 * @param text what both nodes know. In memory only; printed nowhere
 * @param active whether this node sends with it at once
 * @param expiresAt when it is no longer accepted; null for never
 */
public record PeerKeyDraft(String text, boolean active, @Nullable Instant expiresAt) {
  @Override
  public String toString() {
    return "PeerKeyDraft[active=" + active + "]";
  }
}
