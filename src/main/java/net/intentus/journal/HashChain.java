package net.intentus.journal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
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
  static byte[] next(int seq, EventType type, Instant at, String payload, String prevHash) {
    return next(seq, type, at, payload.getBytes(StandardCharsets.UTF_8), prevHash);
  }

  /** The same with the payload in UTF-8. */
  static byte[] next(int seq, EventType type, Instant at, byte[] payload, String prevHash) {
    // The names stand in their sorted order and no value needs escaping: this text is canonical.
    String before = "{\"at\":\"" + Times.format(at) + "\",\"payload\":";
    String after =
        ",\"prevHash\":\"" + prevHash + "\",\"seq\":" + seq + ",\"type\":\"" + type.name() + "\"}";
    MessageDigest digest = Hashes.newDigest();
    digest.update(before.getBytes(StandardCharsets.US_ASCII));
    digest.update(payload);
    digest.update(after.getBytes(StandardCharsets.US_ASCII));
    return digest.digest();
  }
}
