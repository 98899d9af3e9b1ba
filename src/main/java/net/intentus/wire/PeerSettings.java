package net.intentus.wire;

import org.jspecify.annotations.Nullable;

/**
 * How a peer is to be.
 *
 * @param nodeId as frames name it
 * @param ttlSeconds how old or how far ahead a signature may be; a message is accepted once in at
 *     least twice that time
 * @param keepsSecret whether the node secret stays as it is
 * @param nodeSecret the new one otherwise; null for none. In memory only; printed nowhere
 */
public record PeerSettings(
    String nodeId,
    EmclProvider provider,
    int ttlSeconds,
    boolean keepsSecret,
    @Nullable String nodeSecret) {
  @Override
  public String toString() {
    return "PeerSettings[" + nodeId + "]";
  }
}
