package net.intentus.privacy;

import java.util.Optional;

/** Where the public key for a signature is found. */
@FunctionalInterface
public interface PublicKeys {

  /** The key of that id, retired or not; empty when there was never one. */
  Optional<SigningKey> find(String keyId);
}
