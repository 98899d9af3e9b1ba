package net.intentus.journal;

import java.nio.charset.StandardCharsets;
import net.intentus.intent.Hashes;
import net.intentus.intent.Times;

/**
 * The chain that ties the events of one execution together: each hash covers {@code seq}, {@code
 * type}, {@code at}, {@code payload} and the hash before it, as canonical JSON (RFC 8785). Pure.
 */
final class HashChain {
  private HashChain() {}

  /**
   * The hash of one event.
   *
   * @param prevHash the written hash of the event before it, or the execution id for the first
   * @param payload canonical JSON
   */
  static byte[] next(
      int seq, EventType type, java.time.Instant at, String payload, String prevHash) {
    // The names stand in their sorted order and no value needs escaping: this text is canonical.
    String text =
        "{\"at\":\""
            + Times.format(at)
            + "\",\"payload\":"
            + payload
            + ",\"prevHash\":\""
            + prevHash
            + "\",\"seq\":"
            + seq
            + ",\"type\":\""
            + type.name()
            + "\"}";
    return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
