package net.intentus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmclEnvelopeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final EmclKey AES = EmclKey.of(EmclProvider.AES_GCM, "k").orElseThrow();
  private static final EmclKey HMAC = EmclKey.of(EmclProvider.SIMPLE_HMAC, "k").orElseThrow();
  private static final ObjectNode BODY = Json.object().put("a", "b?");

  private static JsonNode json(String quoted) {
    try {
      return Json.read(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "'x'",
        "null",
        "{'cipherText':'a'}",
        "{'iv':'a','tag':''}",
        "{'cipherText':1,'iv':'a','tag':''}",
        "{'cipherText':'a','iv':null,'tag':''}",
        "{'cipherText':'a','iv':'b','tag':7}",
        "{'cipherText':'a','iv':'b','tag':'','identityChain':'x'}",
        "{'cipherText':'a','iv':'b','tag':'','identityChain':[1]}",
        "{'cipherText':'a','iv':'b','tag':'','identityChain':['']}",
        "{'cipherText':'a','iv':'b','tag':'','identityChain':['a\\u0000b']}",
        "{'cipherText':'a','iv':'b','tag':'','more':1}",
      })
  void refusesWhatIsNoEnvelope(String text) {
    assertThat(EmclEnvelope.read(json(text))).isEmpty();
  }

  @Test
  void readsWithoutTagAndChain() {
    assertThat(EmclEnvelope.read(json("{'cipherText':'a','iv':'b','identityChain':null}")))
        .contains(new EmclEnvelope("a", "b", "", List.of()));
  }

  @Test
  void boundsTheChain() {
    ObjectNode body = AES.seal(BODY, List.of(), RANDOM).toJson();
    for (int i = 0; i < 65; i++) {
      body.withArray("identityChain").add("n" + i);
    }
    assertThat(EmclEnvelope.read(body)).isEmpty();
  }

  @Test
  void everySealingHasItsOwnNonce() {
    assertThat(AES.seal(BODY, List.of(), RANDOM)).isNotEqualTo(AES.seal(BODY, List.of(), RANDOM));
    assertThat(HMAC.seal(BODY, List.of(), RANDOM).iv())
        .matches("[0-9a-f]{16}")
        .isNotEqualTo(HMAC.seal(BODY, List.of(), RANDOM).iv());
  }

  @Test
  void neitherProviderOpensWhatTheOtherSealed() {
    assertThat(HMAC.open(AES.seal(BODY, List.of(), RANDOM))).isEmpty();
    assertThat(AES.open(HMAC.seal(BODY, List.of(), RANDOM))).isEmpty();
  }

  @Test
  void refusesBase64WithoutItsPaddingOrFromAnotherAlphabet() {
    EmclEnvelope sealed = null;
    while (sealed == null || !sealed.cipherText().contains("/")) {
      sealed = AES.seal(BODY, List.of(), RANDOM);
    }
    String text = sealed.cipherText();
    assertThat(text).endsWith("=");
    for (String other :
        List.of(text.replace("=", ""), text.replace('/', '_'), text + "\n", " " + text)) {
      assertThat(AES.open(new EmclEnvelope(other, sealed.iv(), "", List.of()))).isEmpty();
    }
  }

  @Test
  void refusesANonceOfAnotherLength() {
    EmclEnvelope sealed = AES.seal(BODY, List.of(), RANDOM);
    byte[] nonce = Base64.getDecoder().decode(sealed.iv());
    for (int length : new int[] {0, 9, 15}) {
      String iv = Base64.getEncoder().encodeToString(Arrays.copyOf(nonce, length));
      assertThat(AES.open(new EmclEnvelope(sealed.cipherText(), iv, "", List.of()))).isEmpty();
    }
  }

  @Test
  void aLoneSurrogateDoesNotPassForAQuestionMark() {
    EmclEnvelope sealed = HMAC.seal(BODY, List.of(), RANDOM);
    String forged = sealed.cipherText().replace('?', '\ud800');
    assertThat(HMAC.open(new EmclEnvelope(forged, sealed.iv(), sealed.tag(), List.of()))).isEmpty();
    assertThat(HMAC.open(sealed)).contains(BODY);
  }

  @Test
  void readsTheTagLetterByLetter() {
    EmclEnvelope sealed = HMAC.seal(BODY, List.of(), RANDOM);
    String shouted = sealed.tag().toUpperCase(java.util.Locale.ROOT);
    for (String tag : List.of(shouted, sealed.tag() + "0", sealed.tag().substring(1), "")) {
      assertThat(HMAC.open(new EmclEnvelope(sealed.cipherText(), sealed.iv(), tag, List.of())))
          .isEmpty();
    }
  }

  @Test
  void aMessageIsTheSameHoweverItsPartsAreCut() {
    EmclEnvelope sealed = HMAC.seal(BODY, List.of(), RANDOM);
    EmclEnvelope spaced =
        new EmclEnvelope(" " + sealed.cipherText(), sealed.iv(), sealed.tag(), List.of("x"));
    assertThat(HMAC.identify(spaced)).isEqualTo(HMAC.identify(sealed));
    EmclEnvelope other = HMAC.seal(BODY, List.of(), RANDOM);
    assertThat(HMAC.identify(other)).isNotEqualTo(HMAC.identify(sealed));
    EmclEnvelope aes = AES.seal(BODY, List.of(), RANDOM);
    assertThat(AES.identify(new EmclEnvelope(aes.cipherText(), aes.iv(), "t", List.of("x"))))
        .isEqualTo(AES.identify(aes));
  }

  @Test
  void refusesAKeyThatIsNone() {
    assertThat(EmclKey.of(EmclProvider.AES_GCM, "")).isEmpty();
    assertThat(EmclKey.of(EmclProvider.SIMPLE_HMAC, "\ud800")).isEmpty();
    assertThat(EmclProvider.parse("AES-GCM")).isEmpty();
  }
}
