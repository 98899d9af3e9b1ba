package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private final Redactor redactor =
      Redactors.ofFields("password", "token", "api_key", "Authorization");

  private static JsonNode json(String text) {
    try {
      return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String marker(String rule, String canonical) {
    byte[] digest = Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    return "{'$redacted':'%s','digest':'hmac-sha-256:%s'}"
        .formatted(rule, HexFormat.of().formatHex(digest));
  }

  @Test
  void replacesListedFieldsAtAnyDepthInAnyCaseAndOfAnyType() {
    JsonNode document =
        json(
            "{'user':'bob','PassWord':'hunter2!','list':[1,{'token':{'b':12345,'a':[true]}}],"
                + "'a/b~c':{'api_key':null}}");
    JsonNode original = document.deepCopy();

    Redacted redacted = redactor.redact(document);

    assertThat(document).isEqualTo(original);
    assertThat(redacted.node())
        .isEqualTo(
            json(
                "{'user':'bob','PassWord':"
                    + marker("field:password", "\"hunter2!\"")
                    + ",'list':[1,{'token':"
                    + marker("field:token", "{\"a\":[true],\"b\":12345}")
                    + "}],'a/b~c':{'api_key':"
                    + marker("field:api_key", "null")
                    + "}}"));
    assertThat(redacted.redactions())
        .containsExactly(
            new Redaction("/PassWord", "field:password"),
            new Redaction("/list/1/token", "field:token"),
            new Redaction("/a~1b~0c/api_key", "field:api_key"));
    assertThat(redacted.secrets()).containsExactlyInAnyOrder("hunter2!", "12345");
    assertThat(redacted.toString()).doesNotContain("hunter2!");
  }

  @Test
  void keepsTheOrderOfFields() {
    assertThat(redactor.redact(json("{'a':1,'token':2,'b':3}")).node().fieldNames())
        .toIterable()
        .containsExactly("a", "token", "b");
  }

  @Test
  void givesTheSameNodeWhenNothingIsSecret() {
    JsonNode document = json("{'user':{'tokens':[{'x':1}],'pass word':'x'}}");
    Redacted redacted = redactor.redact(document);
    assertThat(redacted.node()).isSameAs(document);
    assertThat(redacted.redactions()).isEmpty();
    assertThat(redactor.redact(document, Set.of("secret"))).isSameAs(document);
    assertThat(redactor.redact(document, Set.of())).isSameAs(document);
  }

  @Test
  void doesNotTrustAMarkerThatTheClientSent() {
    JsonNode forged = json("{'token':{'$redacted':'field:token','digest':'hunter2!'}}");
    assertThat(redactor.redact(forged).node().toString()).doesNotContain("hunter2!");
  }

  @Test
  void shortValuesAndBooleansAreNotSearchedForElsewhere() {
    assertThat(redactor.redact(json("{'token':'abc','password':true,'api_key':123}")).secrets())
        .isEmpty();
  }

  @Test
  void masksKnownSecretsThroughoutAnotherDocument() {
    JsonNode answer =
        json("{'echo':['you said hunter2!',12345,123456],'hunter2!':{'x':'xhunter2!x'},'n':null}");
    assertThat(redactor.redact(answer, Set.of("hunter2!", "12345")))
        .isEqualTo(
            json(
                "{'echo':['you said [redacted]','[redacted]',123456],"
                    + "'[redacted]':{'x':'x[redacted]x'},'n':null}"));
  }

  @Test
  void maskedNamesDoNotOverwriteEachOther() {
    assertThat(redactor.redact(json("{'aaaa':1,'bbbb':2}"), Set.of("aaaa", "bbbb")))
        .isEqualTo(json("{'[redacted]':1,'[redacted]-2':2}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "login password=hunter2! failed | login password=[redacted] failed",
        "PASSWORD = hunter2!, user=bob | PASSWORD = [redacted], user=bob",
        "token: abc;next | token: [redacted];next",
        "https://x/?api_key=abc&user=bob | https://x/?api_key=[redacted]&user=bob",
        "{\"password\":\"hunter2!\",\"user\":\"bob\"} | {\"password\":[redacted],\"user\":\"bob\"}",
        "{\"password\" : \"a\\\"b c\"} | {\"password\" : [redacted]}",
        "{\"password\":12345} | {\"password\":[redacted]",
        "{'token': 'a b'} | {'token': [redacted]}",
        "{\\\"token\\\":\\\"a b\\\",\\\"x\\\":1} | {\\\"token\\\":[redacted],\\\"x\\\":1}",
        "Authorization: Bearer abc.def-ghi rest | Authorization: [redacted] rest",
        "password=\"never closed | password=[redacted]",
        "token:\\na | token:[redacted]",
        "the token is missing | the token is missing",
        "no secrets here | no secrets here"
      })
  void masksWhatATextGivesAsTheValueOfAListedName(String text, String expected) {
    assertThat(redactor.redactText(text, Set.of())).isEqualTo(expected);
  }

  @Test
  void masksKnownSecretsInTextsAlsoWhenTheyOverlap() {
    assertThat(redactor.redactText("xabcdefx abcd, cdefgh!", Set.of("abcd", "cdef", "cdefgh")))
        .isEqualTo("x[redacted]x [redacted], [redacted]!");
    assertThat(redactor.redactText("abcabcabd", Set.of("abcabd"))).isEqualTo("abc[redacted]");
    assertThat(
            redactor.redactText(
                "a1234b..6789.a1234b..6789x", Set.of("1234", "6789", "1234b..6789x")))
        .isEqualTo("a[redacted]b..[redacted].a[redacted]");
  }

  @Test
  void maskingTwiceChangesNothing() {
    String once = redactor.redactText("password=hunter2! token: x", Set.of("hunter2!"));
    assertThat(redactor.redactText(once, Set.of("hunter2!"))).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"password", "password=", "password=\"", "token: ", "a", "\\\"", "password  ", "="})
  void takesLinearTimeWhateverTheText(String unit) {
    String text = unit.repeat(200_000 / unit.length());
    Set<String> secrets = Set.of("a".repeat(5_000) + "b", "a".repeat(9_000) + "c", "password=x");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> redactor.redactText(text, secrets));
  }

  @Test
  void anEmptyListOfNamesRedactsNothing() {
    Redactor none = Redactors.ofFields();
    JsonNode document = json("{'password':'x'}");
    assertThat(none.redact(document).node()).isSameAs(document);
    assertThat(none.redactText("password=x", Set.of())).isEqualTo("password=x");
  }

  @Test
  void otherRulesHoldFromTheirReplacementOn() {
    Redactor redactor = Redactors.ofFields("iban");
    ObjectNode document = Json.object().put("iban", "one-secret").put("pin", "other-secret");
    assertThat(redactor.redact(document).node().path("pin").asText()).isEqualTo("other-secret");
    redactor.replace(Redactors.rules(Map.of("fields", "pin")));
    JsonNode after = redactor.redact(document).node();
    assertThat(after.path("pin").isObject()).isTrue();
    assertThat(after.path("iban").asText()).isEqualTo("one-secret");
    assertThat(redactor.forIntent("Any").redactText("pin=other-secret", Set.of()))
        .doesNotContain("other-secret");
  }
}
