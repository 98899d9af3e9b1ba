package net.intentus.privacy;

/** A digest that only the holder of a key can compute, so that short secrets can't be guessed. */
@FunctionalInterface
public interface KeyedDigest {

  /** The HMAC-SHA-256 (RFC 2104) of the message: 32 bytes. */
  byte[] of(byte[] message);
}
