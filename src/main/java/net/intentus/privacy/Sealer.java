package net.intentus.privacy;

import java.util.Optional;

/**
 * Seals what must be kept for a while and read by nobody but this application: AES-256-GCM under a
 * key that is derived for each subject and purpose. Thread-safe.
 */
public interface Sealer {

  /**
   * Seals a value.
   *
   * @param subject what it belongs to, such as an execution's id; without line feeds
   * @param purpose what it is for; without line feeds
   */
  byte[] seal(String subject, String purpose, byte[] plain);

  /** What was sealed; empty when it was sealed for something else, or is damaged. */
  Optional<byte[]> open(String subject, String purpose, byte[] sealed);
}
