package net.intentus.outbound;

/**
 * Bounds of every outbound call.
 *
 * @param connectTimeoutMs until a connection stands, per address, TLS included
 * @param callCeilingMs from the first step to the last byte of the answer
 * @param maxResponseBytes of a body; more is cut off
 * @param maxConnections open at once, over all peers
 * @param maxPerRoute open at once to one peer
 */
public record OutboundLimits(
    int connectTimeoutMs,
    int callCeilingMs,
    int maxResponseBytes,
    int maxConnections,
    int maxPerRoute) {
  public OutboundLimits {
    if (connectTimeoutMs < 1
        || callCeilingMs < 1
        || maxResponseBytes < 1
        || maxConnections < 1
        || maxPerRoute < 1) {
      throw new IllegalArgumentException("bounds are positive");
    }
  }

  /** The two ceilings that can be configured, with 8 MiB of answer and 512 connections. */
  public static OutboundLimits of(int connectTimeoutMs, int callCeilingMs) {
    return new OutboundLimits(connectTimeoutMs, callCeilingMs, 8 << 20, 512, 128);
  }
}
