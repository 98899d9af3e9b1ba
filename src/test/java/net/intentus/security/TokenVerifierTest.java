package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.intentus.SettableClock;
import net.intentus.security.KeyResult.Reason;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private static final Issuer ISSUER = new Issuer();
  private final SettableClock clock = new SettableClock();

  private TokenVerifier verifier(Set<JWSAlgorithm> algorithms, Optional<Duration> age) {
    return new TokenVerifier(
        new WebKeySource(() -> WebKeys.parse(ISSUER.set()), clock),
        new TokenVerifier.Rules(
            Issuer.NAME, Set.of("intentus", "other"), algorithms, Duration.ofSeconds(60), age),
        clock);
  }

  private TokenResult verify(String token) {
    return verifier(Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256), Optional.empty()).verify(token);
  }

  private void assertRefused(String token, Reason reason) {
    assertThat(verify(token)).isEqualTo(new TokenResult.Invalid(reason));
  }

  private String with(UnaryOperator<JWTClaimsSet.Builder> changes) {
    return ISSUER.token(Issuer.claims(clock, changes));
  }

  private JWTClaimsSet good() {
    return Issuer.claims(clock, claims -> claims);
  }

  @Test
  void takesWhatTheIssuerSigned() {
    assertThat(verify(ISSUER.token(good()))).isInstanceOf(TokenResult.Valid.class);
    JWSHeader curve = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build();
    assertThat(verify(Issuer.sign(curve, ISSUER.ec, good()))).isInstanceOf(TokenResult.Valid.class);
    JWSHeader nameless = new JWSHeader.Builder(JWSAlgorithm.RS256).build();
    assertThat(verify(Issuer.sign(nameless, ISSUER.rsa, good())))
        .isInstanceOf(TokenResult.Valid.class);
  }

  @Test
  void refusesAlgorithmsThatWereNotAgreedOn() throws Exception {
    assertRefused(new PlainJWT(good()).serialize(), Reason.MALFORMED);
    JWSObject mac = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), payload());
    mac.sign(new MACSigner(ISSUER.pem().getBytes(StandardCharsets.US_ASCII)));
    assertRefused(mac.serialize(), Reason.ALGORITHM);
    JWSHeader other = new JWSHeader.Builder(JWSAlgorithm.PS256).keyID("rsa-1").build();
    assertRefused(Issuer.sign(other, ISSUER.rsa, good()), Reason.ALGORITHM);
  }

  private Payload payload() {
    return new Payload(good().toJSONObject());
  }

  @Test
  void looksAtNoKeyThatTheTokenBrings() {
    Issuer stranger = new Issuer();
    JWSHeader brought =
        new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(stranger.rsa.toPublicJWK()).build();
    assertRefused(Issuer.sign(brought, stranger.rsa, good()), Reason.SIGNATURE);
    JWSHeader unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-2").build();
    assertRefused(Issuer.sign(unknown, ISSUER.rsa, good()), Reason.SIGNATURE);
  }

  @Test
  void refusesWhatWasChangedAndWhatIsNoToken() {
    String token = ISSUER.token(good());
    String[] parts = token.split("\\.", -1);
    String admin =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    .replace("operator", "admin")
                    .getBytes(StandardCharsets.UTF_8));
    assertRefused(parts[0] + "." + admin + "." + parts[2], Reason.SIGNATURE);
    assertRefused(parts[0] + "." + parts[1] + ".", Reason.MALFORMED);
    assertRefused("a.b.c", Reason.MALFORMED);
    assertRefused("...", Reason.MALFORMED);
    assertRefused("e30.e30.e30", Reason.MALFORMED);
    assertRefused(with(claims -> claims.claim("pad", "x".repeat(8_192))), Reason.MALFORMED);
  }

  @Test
  void refusesAnotherIssuerAndAnotherAudience() {
    assertRefused(with(claims -> claims.issuer("https://issuer.example")), Reason.ISSUER);
    assertRefused(with(claims -> claims.issuer(null)), Reason.ISSUER);
    assertRefused(with(claims -> claims.audience("elsewhere")), Reason.AUDIENCE);
    assertRefused(with(claims -> claims.audience((String) null)), Reason.AUDIENCE);
  }

  @Test
  void refusesATokenOfAnotherTime() {
    assertRefused(with(claims -> claims.expirationTime(null)), Reason.EXPIRED);
    assertRefused(with(claims -> claims.notBeforeTime(inSeconds(61))), Reason.EXPIRED);
    assertRefused(with(claims -> claims.issueTime(inSeconds(61))), Reason.EXPIRED);
    assertThat(verify(with(claims -> claims.notBeforeTime(inSeconds(60)))))
        .isInstanceOf(TokenResult.Valid.class);
    String token = ISSUER.token(good());
    clock.move(Duration.ofSeconds(359));
    assertThat(verify(token)).isInstanceOf(TokenResult.Valid.class);
    clock.move(Duration.ofSeconds(1));
    assertRefused(token, Reason.EXPIRED);
  }

  @Test
  void refusesAnOldTokenWhateverItsEnd() {
    TokenVerifier strict =
        verifier(Set.of(JWSAlgorithm.RS256), Optional.of(Duration.ofSeconds(100)));
    String token = with(claims -> claims.expirationTime(inSeconds(86_400)));
    assertThat(strict.verify(token)).isInstanceOf(TokenResult.Valid.class);
    clock.move(Duration.ofSeconds(160));
    assertThat(strict.verify(token)).isEqualTo(new TokenResult.Invalid(Reason.EXPIRED));
    assertThat(strict.verify(with(claims -> claims.issueTime(null))))
        .isEqualTo(new TokenResult.Invalid(Reason.EXPIRED));
  }

  @Test
  void refusesWhatItWouldHaveToUnderstand() {
    JWSHeader critical =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa-1")
            .criticalParams(Set.of("b64"))
            .base64URLEncodePayload(true)
            .build();
    assertRefused(Issuer.sign(critical, ISSUER.rsa, good()), Reason.ALGORITHM);
    JWSHeader other =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("rsa-1")
            .type(new JOSEObjectType("logout+jwt"))
            .build();
    assertRefused(Issuer.sign(other, ISSUER.rsa, good()), Reason.ALGORITHM);
  }

  private Date inSeconds(int seconds) {
    return Date.from(clock.instant().plusSeconds(seconds));
  }
}
