package net.intentus.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.intentus.security.KeyResult.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Checks a signed token (RFC 7515, RFC 7519, with the advice of RFC 8725): only the algorithms that
 * were agreed on, only keys that the issuer publishes; keys and addresses that a token itself
 * carries are not looked at. Thread-safe.
 */
final class TokenVerifier {
  static final int MAX_LENGTH = 8_192;
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final WebKeySource keys;
  private final Rules rules;
  private final Clock clock;

  /**
   * What a token must be like.
   *
   * @param audiences one of which it must name; none is no check
   * @param skew how far the clocks may be apart
   * @param age how old it may be; empty is no limit
   */
  record Rules(
      String issuer,
      Set<String> audiences,
      Set<JWSAlgorithm> algorithms,
      Duration skew,
      Optional<Duration> age) {}

  TokenVerifier(WebKeySource keys, Rules rules, Clock clock) {
    this.keys = keys;
    this.rules = rules;
    this.clock = clock;
  }

  TokenResult verify(String text) {
    if (text.length() > MAX_LENGTH) {
      return new TokenResult.Invalid(Reason.MALFORMED);
    }
    try {
      SignedJWT token = SignedJWT.parse(text);
      JWSHeader header = token.getHeader();
      if (!rules.algorithms().contains(header.getAlgorithm()) || !plain(header)) {
        return new TokenResult.Invalid(Reason.ALGORITHM);
      }
      List<JWK> candidates = keys.candidates(header);
      if (candidates == null) {
        return new TokenResult.Unavailable();
      }
      if (!signed(token, candidates)) {
        return new TokenResult.Invalid(Reason.SIGNATURE);
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Reason wrong = wrong(claims);
      return wrong == null ? new TokenResult.Valid(claims) : new TokenResult.Invalid(wrong);
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return new TokenResult.Invalid(Reason.MALFORMED);
    }
  }

  /** Whether it asks for nothing that would have to be understood. */
  private static boolean plain(JWSHeader header) {
    boolean type =
        header.getType() == null
            || TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT));
    return type && header.getCriticalParams() == null && header.isBase64URLEncodePayload();
  }

  private static boolean signed(SignedJWT token, List<JWK> candidates) throws JOSEException {
    for (JWK key : candidates) {
      boolean good =
          key instanceof ECKey ec
              ? token.verify(new ECDSAVerifier(ec))
              : token.verify(new RSASSAVerifier(key.toRSAKey()));
      if (good) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Reason wrong(JWTClaimsSet claims) {
    if (!rules.issuer().equals(claims.getIssuer())) {
      return Reason.ISSUER;
    }
    if (!rules.audiences().isEmpty()
        && Collections.disjoint(rules.audiences(), claims.getAudience())) {
      return Reason.AUDIENCE;
    }
    return inTime(claims) ? null : Reason.EXPIRED;
  }

  /** A token without an end is refused: nothing could take it back. */
  private boolean inTime(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    Date begin = claims.getNotBeforeTime();
    Date issued = claims.getIssueTime();
    boolean begun = begin == null || !begin.toInstant().isAfter(now.plus(rules.skew()));
    boolean over = end == null || !end.toInstant().isAfter(now.minus(rules.skew()));
    boolean young =
        rules.age().isEmpty()
            || (issued != null
                && issued.toInstant().plus(rules.age().get()).isAfter(now.minus(rules.skew())));
    boolean past = issued == null || !issued.toInstant().isAfter(now.plus(rules.skew()));
    return begun && !over && young && past;
  }
}
