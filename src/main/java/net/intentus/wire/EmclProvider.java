package net.intentus.wire;

import java.util.Locale;
import java.util.Optional;

/** How the bodies of a peer's frames are protected. */
public enum EmclProvider {
  /** Encrypted and authenticated: AES-256-GCM. */
  AES_GCM,
  /** Readable, and authenticated with HMAC-SHA-256. */
  SIMPLE_HMAC;

  /** The name on the wire and in documents. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The provider of exactly that name. */
  public static Optional<EmclProvider> parse(String word) {
    for (EmclProvider provider : values()) {
      if (provider.wire().equals(word)) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
