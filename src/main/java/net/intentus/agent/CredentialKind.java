package net.intentus.agent;

import java.util.Locale;
import java.util.Optional;

/** What a credential looks like on the wire. */
public enum CredentialKind {
  /** {@code Authorization: Bearer <secret>} (RFC 6750). */
  BEARER,
  /** {@code Authorization: Basic <user and secret in Base64>} (RFC 7617), in UTF-8. */
  BASIC,
  /** The secret in a header of any name. */
  HEADER,
  /** The secret in {@code X-API-Key} unless another header is named. */
  API_KEY;

  /** The name in documents. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of exactly that name. */
  public static Optional<CredentialKind> parse(String word) {
    for (CredentialKind kind : values()) {
      if (kind.wire().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
