package net.intentus.privacy;

import java.util.Optional;

/**
 * Encrypts what is stored of payloads: AES-256-GCM under a data key whose id stands in front of the
 * value. Thread-safe.
 */
public interface PayloadCipher {
  /** Encrypts nothing and opens nothing. */
  PayloadCipher OFF = new NoCipher();

  /** Whether new values are to be encrypted. */
  boolean enabled();

  /**
   * Encrypts a value with the newest key.
   *
   * @param subject what it belongs to, such as an execution's id; without line feeds
   * @param part which of its values it is; without line feeds
   */
  byte[] seal(String subject, String part, byte[] plain);

  /**
   * What was encrypted; empty when it was encrypted for something else, is damaged, or its key is
   * not in this database.
   */
  Optional<byte[]> open(String subject, String part, byte[] sealed);

  /** Whether that is an encrypted value. No JSON text and no compressed one begins as those do. */
  static boolean isSealed(byte[] value) {
    return SealedValue.is(value);
  }

  /** The id of the key that an encrypted value needs. */
  static String keyId(byte[] sealed) {
    return DataKeys.id(SealedValue.keyNumber(sealed));
  }
}
