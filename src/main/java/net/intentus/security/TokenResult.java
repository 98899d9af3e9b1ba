package net.intentus.security;

import com.nimbusds.jwt.JWTClaimsSet;

/** What became of a presented token. */
sealed interface TokenResult {
  /** It is the issuer's, for us, and of now. */
  record Valid(JWTClaimsSet claims) implements TokenResult {
    @Override
    public String toString() {
      return "Valid";
    }
  }

  /** It is not; the reason is for the trail. */
  record Invalid(KeyResult.Reason reason) implements TokenResult {}

  /** The issuer's keys cannot be had. */
  record Unavailable() implements TokenResult {}
}
