package net.intentus.security;

/** What became of a presented key. */
public sealed interface KeyResult {
  /** The key is good. */
  record Accepted(ApiKey key) implements KeyResult {}

  /** It is not. The reason is for logs and tests; the client learns only that it was refused. */
  record Refused(Reason reason) implements KeyResult {}

  /** Why a key was refused. */
  enum Reason {
    /** Not of the form {@code ink_<id>_<secret>}. */
    MALFORMED,
    /** No such id, or another secret. */
    UNKNOWN,
    /** Its time is over. */
    EXPIRED,
    /** It was taken back. */
    REVOKED,
    /** It may not be used from that address. */
    ADDRESS,
    /** It is for another {@code intentus.environment}. */
    ENVIRONMENT,
    /** A token that is signed in a way that was not agreed on. */
    ALGORITHM,
    /** A token that none of the issuer's keys has signed. */
    SIGNATURE,
    /** A token of another issuer. */
    ISSUER,
    /** A token for somebody else. */
    AUDIENCE,
    /** A token that names nobody, or a tenant or roles that cannot be. */
    CLAIMS
  }
}
