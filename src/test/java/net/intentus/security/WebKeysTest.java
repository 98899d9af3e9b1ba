package net.intentus.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.SettableClock;
import org.junit.jupiter.api.Test;

class WebKeysTest {
  private static final Issuer ISSUER = new Issuer();
  private static final JWSHeader RSA = header(JWSAlgorithm.RS256, "rsa-1");
  private final SettableClock clock = new SettableClock();

  private static JWSHeader header(JWSAlgorithm algorithm, String name) {
    return new JWSHeader.Builder(algorithm).keyID(name).build();
  }

  @Test
  void readsEveryFormThatMicroProfileJwtNames() {
    String set = ISSUER.set();
    for (String text :
        List.of(
            ISSUER.pem(),
            ISSUER.pem().replace("\n", " "),
            ISSUER.rsa.toPublicJWK().toJSONString(),
            set,
            Base64.getUrlEncoder().encodeToString(set.getBytes(StandardCharsets.UTF_8)))) {
      assertThat(WebKeys.parse(text).orElseThrow().candidates(RSA)).as(text).hasSize(1);
    }
  }

  @Test
  void keepsThePublicPartOnly() {
    WebKeys keys = WebKeys.parse(ISSUER.rsa.toJSONString()).orElseThrow();
    assertThat(keys.candidates(RSA)).noneMatch(key -> key.isPrivate());
  }

  @Test
  void takesNoKeyThatIsWeakOrForSomethingElse() throws Exception {
    RSAKey weak = new RSAKeyGenerator(1_024, true).generate();
    assertThat(WebKeys.parse(weak.toJSONString())).isEmpty();
    RSAKey encrypting = new RSAKey.Builder(ISSUER.rsa).keyUse(KeyUse.ENCRYPTION).build();
    assertThat(WebKeys.parse(encrypting.toJSONString())).isEmpty();
    assertThat(WebKeys.parse(new OctetSequenceKeyGenerator(256).generate().toJSONString()))
        .isEmpty();
    String edwards = "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + "A".repeat(43) + "\"}";
    assertThat(WebKeys.parse(edwards)).isEmpty();
    for (String text : List.of("", "nonsense", "{}", "{\"keys\":[]}", "-----BEGIN X-----")) {
      assertThat(WebKeys.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void offersAKeyForItsOwnKindAndNameOnly() {
    WebKeys keys = WebKeys.parse(ISSUER.set()).orElseThrow();
    assertThat(keys.candidates(header(JWSAlgorithm.ES256, "ec-1"))).hasSize(1);
    assertThat(keys.candidates(header(JWSAlgorithm.ES256, "rsa-1"))).isEmpty();
    assertThat(keys.candidates(header(JWSAlgorithm.ES384, "ec-1"))).isEmpty();
    assertThat(keys.candidates(header(JWSAlgorithm.RS256, "rsa-2"))).isEmpty();
    assertThat(keys.serve(List.of(JWSAlgorithm.ES384))).isFalse();
    assertThat(keys.serve(List.of(JWSAlgorithm.ES384, JWSAlgorithm.ES256))).isTrue();
  }

  @Test
  void asksAgainForAnUnknownNameAtMostOnceAMinute() {
    AtomicInteger asked = new AtomicInteger();
    Issuer next = new Issuer();
    RSAKey later = new RSAKey.Builder(next.rsa).keyID("rsa-2").build();
    WebKeySource source =
        new WebKeySource(
            () ->
                WebKeys.parse(
                    asked.incrementAndGet() == 1 ? ISSUER.set() : later.toPublicJWK().toString()),
            clock);
    JWSHeader unknown = header(JWSAlgorithm.RS256, "rsa-2");

    assertThat(source.candidates(RSA)).hasSize(1);
    for (int i = 0; i < 100; i++) {
      assertThat(source.candidates(unknown)).isEmpty();
    }
    assertThat(asked).hasValue(1);

    clock.move(Duration.ofSeconds(60));
    assertThat(source.candidates(RSA)).hasSize(1);
    assertThat(asked).hasValue(1);
    assertThat(source.candidates(unknown)).hasSize(1);
    assertThat(source.candidates(RSA)).isEmpty();
    assertThat(asked).hasValue(2);
  }

  @Test
  void forgetsAKeyThatTheIssuerTookBack() {
    AtomicInteger asked = new AtomicInteger();
    WebKeySource source =
        new WebKeySource(
            () ->
                WebKeys.parse(
                    asked.incrementAndGet() == 1
                        ? ISSUER.set()
                        : ISSUER.ec.toPublicJWK().toString()),
            clock);
    assertThat(source.candidates(RSA)).hasSize(1);
    clock.move(Duration.ofMinutes(10));
    assertThat(source.candidates(RSA)).isEmpty();
  }

  @Test
  void goesOnWithItsLastKeysForADayWhenTheIssuerIsAway() {
    AtomicInteger asked = new AtomicInteger();
    WebKeySource source =
        new WebKeySource(
            () -> asked.incrementAndGet() == 1 ? WebKeys.parse(ISSUER.set()) : Optional.empty(),
            clock);
    assertThat(source.candidates(RSA)).hasSize(1);
    clock.move(Duration.ofHours(23));
    assertThat(source.candidates(RSA)).hasSize(1);
    clock.move(Duration.ofHours(1));
    assertThat(source.candidates(RSA)).isNull();
  }

  @Test
  void hasNoKeysBeforeTheIssuerAnswered() {
    WebKeySource source = new WebKeySource(Optional::empty, clock);
    assertThat(source.candidates(RSA)).isNull();
  }
}
