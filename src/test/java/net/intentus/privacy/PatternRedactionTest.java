package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternRedactionTest {
  private static final String CARD = "4111111111111111";
  private static final String GITHUB = "ghp_" + "a1B2".repeat(9);
  private final Redactor redactor = Redactors.of(Map.of());

  private static JsonNode json(String text) {
    try {
      return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(String canonical) {
    return HexFormat.of().formatHex(Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  private static String mark(String rule, String secret) {
    String canonical = CanonicalJson.text(TextNode.valueOf(secret));
    return "[redacted:" + rule + "#h" + digest(canonical).substring(0, 16) + "]";
  }

  private static String marker(String rule, String canonical) {
    return "{'$redacted':'%s','digest':'hmac-sha-256:%s'}".formatted(rule, digest(canonical));
  }

  @Test
  void aTextThatIsASecretIsReplacedAndAPartOfOneIsMarked() {
    Redacted redacted =
        redactor.redact(json("{'a':'" + CARD + "','b':['pay with " + CARD + ", please',1]}"));
    assertThat(redacted.node())
        .isEqualTo(
            json(
                "{'a':"
                    + marker("pattern:card", '"' + CARD + '"')
                    + ",'b':['pay with "
                    + mark("card", CARD)
                    + ", please',1]}"));
    assertThat(redacted.redactions())
        .containsExactly(
            new Redaction("/a", "pattern:card"), new Redaction("/b/0", "pattern:card"));
    assertThat(redacted.secrets()).containsExactly(CARD);
  }

  @Test
  void equalPartsHaveEqualMarksThatBeginAsTheDigestOfAWholeValue() {
    JsonNode node =
        redactor.redact(json("{'a':'" + CARD + "','b':'x " + CARD + " " + CARD + "'}")).node();
    String whole = node.path("a").path("digest").textValue().substring("hmac-sha-256:".length());
    String mark = "[redacted:card#h" + whole.substring(0, 16) + "]";
    assertThat(node.path("b").textValue()).isEqualTo("x " + mark + " " + mark);
  }

  @Test
  void numbersAndNamesOfFieldsCanBeSecrets() {
    Redacted redacted = redactor.redact(json("{'n':" + CARD + ",'" + GITHUB + "':{'m':1}}"));
    String name = mark("api-key", GITHUB);
    assertThat(redacted.node())
        .isEqualTo(json("{'n':" + marker("pattern:card", CARD) + ",'" + name + "':{'m':1}}"));
    assertThat(redacted.redactions())
        .containsExactly(
            new Redaction("/n", "pattern:card"), new Redaction("/" + name, "pattern:api-key"));
    assertThat(redactor.redact(json("{'n':4.111111111111111E15}")).redactions()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "api-key,sk-proj-AbCd1234efgh5678",
    "api-key,ghp_0123456789abcdefghijklmnopqrstuvwxyz",
    "api-key,github_pat_11ABCDEFG0abcdefghij",
    "api-key,AKIAIOSFODNN7EXAMPLE",
    "api-key,xoxb-123456789012-abcdef",
    "api-key,xoxp-123456789012-abcdef",
    "api-key,sk_live_4eC39HqLyjWDarj",
    "bearer,eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl",
    "card,4111 1111 1111 1111",
    "card,4111-1111-1111-1111",
    "card,3782 822463 10005",
    "card,378282246310005",
    "card,5555555555554444",
    "card,4222222222222",
    "card,6011000990139424"
  })
  void knowsTheShape(String rule, String secret) {
    JsonNode whole = redactor.redact(TextNode.valueOf(secret)).node();
    assertThat(whole.path("$redacted").asText()).isEqualTo("pattern:" + rule);
    for (String around : new String[] {"see %s.", "x=%s&y", "(\"%s\")", "a\\n%s", "q%%3D%s;"}) {
      String text = around.formatted(secret);
      assertThat(redactor.redactText(text, Set.of()))
          .doesNotContain(secret)
          .contains("[redacted:" + rule);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bearer abc123def456| Bearer %s| bearer| abc123def456",
        "authorization: Basic dXNlcjpwYXNz| authorization: Basic %s| bearer| dXNlcjpwYXNz",
        "key ink_ab-1_0123456789abcdefgh!| key ink_ab-1_%s!| api-key| 0123456789abcdefgh"
      })
  void keepsTheWordsAroundASecret(String text, String left, String rule, String secret) {
    assertThat(redactor.redact(TextNode.valueOf(text)).node().asText())
        .isEqualTo(left.formatted(mark(rule, secret)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "4111111111111112",
        "x4111111111111111",
        "41111111111111110000",
        "1700000000003",
        "0192f3c4-1111-7111-8111-411111111111",
        "sha-256:4111111111111111aaaa",
        "the bearer of bad news",
        "risk-management-department-report",
        "think_twice_before_you_do_such_things",
        "ghp_short",
        "eyJ.a.b",
        "someone@example.org",
        "+49 30 123456",
        "2026-11-21 14:26:15.123456"
      })
  void leavesEverythingElseAlone(String text) {
    JsonNode document = Json.object().put("text", text);
    assertThat(redactor.redact(document).node()).isSameAs(document);
  }

  @Test
  void addressesOfMailAreLookedForOnRequest() {
    Redactor mail = Redactors.of(Map.of("patterns", "email"));
    assertThat(mail.redactText("to some.one+x@mail.example.org, " + CARD, Set.of()))
        .isEqualTo("to " + mark("email", "some.one+x@mail.example.org") + ", " + CARD);
    assertThat(mail.redactText("a@b, @c.de, x@y.1", Set.of())).isEqualTo("a@b, @c.de, x@y.1");
  }

  @Test
  void patternsCanBeOff() {
    JsonNode document = json("{'a':'" + CARD + " " + GITHUB + "'}");
    assertThat(Redactors.of(Map.of("patterns", "none")).redact(document).node()).isSameAs(document);
  }

  @Test
  void pointersLeadToValuesAndAStarFitsAnyToken() {
    Redactor pointers = Redactors.of(Map.of("pointers", "/a/b, /list/*/x, /c~1d/*, /e/0"));
    Redacted redacted =
        pointers.redact(
            json("{'a':{'b':1,'c':2},'list':[{'x':'y'},{'z':1}],'c/d':{'k':{}},'e':[1,2],'b':3}"));
    assertThat(redacted.redactions())
        .containsExactly(
            new Redaction("/a/b", "pointer:/a/b"),
            new Redaction("/list/0/x", "pointer:/list/*/x"),
            new Redaction("/c~1d/k", "pointer:/c~1d/*"),
            new Redaction("/e/0", "pointer:/e/0"));
    assertThat(redacted.node().path("a"))
        .isEqualTo(json("{'b':" + marker("pointer:/a/b", "1") + ",'c':2}"));
    JsonNode other = json("{'x':{'a':{'b':1}}}");
    assertThat(pointers.redact(other).node()).isSameAs(other);
  }

  @Test
  void rulesHoldForTheirIntentsAndForWhatBelongsToNone() {
    Redactor all =
        Redactors.of(
            Map.of(
                "rules", "pay,ids",
                "rules.pay.intents", "Pay*, Refund",
                "rules.pay.fields", "iban",
                "rules.pay.pointers", "/who/name",
                "rules.ids.regex", "\\bC-[0-9]{6}\\b"));
    JsonNode document = json("{'iban':'DE1','who':{'name':'Ann'},'id':'C-123456','v':'C-1234567'}");
    assertThat(all.forIntent("PayIntent").redact(document).redactions())
        .containsExactly(
            new Redaction("/iban", "field:iban"),
            new Redaction("/who/name", "pointer:/who/name"),
            new Redaction("/id", "pattern:ids"));
    assertThat(all.forIntent("Refund").redact(document).redactions()).hasSize(3);
    assertThat(all.forIntent("Refunds").redact(document).redactions())
        .containsExactly(new Redaction("/id", "pattern:ids"));
    assertThat(all.redact(document).redactions()).hasSize(3);
    assertThat(all.redactText("iban=DE1 C-123456", Set.of()))
        .isEqualTo("iban=[redacted] " + mark("ids", "C-123456"));
  }

  @Test
  void anExpressionThatFindsItsOwnMarkDoesNotLoop() {
    Redactor greedy = Redactors.of(Map.of("rules", "all", "rules.all.regex", "[a-z:]+|.+"));
    String once = greedy.redactText("one 2 three", Set.of());
    assertThat(once).doesNotContain("one").doesNotContain("three");
    assertThat(greedy.redactText(once, Set.of())).isEqualTo(once);
  }

  @Test
  void aForgedMarkOrMarkerHidesNothing() {
    String mark = "[redacted:" + GITHUB + "#h0123456789abcdef]";
    assertThat(redactor.redactText(mark, Set.of())).doesNotContain(GITHUB);
    String digest = "hmac-sha-256:" + "0".repeat(64);
    assertThat(
            redactor
                .redact(json("{'$redacted':'" + GITHUB + "','digest':'" + digest + "'}"))
                .node()
                .toString())
        .doesNotContain(GITHUB);
    assertThat(
            redactor
                .redact(json("{'$redacted':'field:token','digest':'" + GITHUB + "'}"))
                .node()
                .toString())
        .doesNotContain(GITHUB);
  }

  @Test
  void whatWasFoundIsMaskedInAnswersToo() {
    Set<String> secrets = redactor.redact(json("{'a':'Bearer abc123def456'}")).secrets();
    assertThat(
            redactor.redactAnswer(
                json("{'b':'got abc123def456','token':'zzzz','z':'zzzz'}"), secrets))
        .isEqualTo(
            json(
                "{'b':'got [redacted]','token':"
                    + marker("field:token", "\"zzzz\"")
                    + ",'z':'[redacted]'}"));
  }

  @Test
  void logsAreMaskedWithoutAKey() {
    LogMask mask = new LogMask(Redactors.rules(Map.of("rules", "r", "rules.r.regex", "C-[0-9]+")));
    assertThat(mask.mask("password=x C-1 " + GITHUB))
        .isEqualTo("password=[redacted] [redacted:r] [redacted:api-key]");
    assertThat(mask.mask("nothing")).isSameAs("nothing");
  }

  @Test
  void textsWithoutAPayloadAreMaskedByShape() {
    assertThat(SecretShapes.mask("GET /x/" + GITHUB)).isEqualTo("GET /x/[redacted:api-key]");
    assertThat(SecretShapes.in(CARD)).isTrue();
    assertThat(SecretShapes.in("SearchIntent")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-",
        "ask-",
        "-eyJ",
        "eyJ.",
        "eyJa.eyJ",
        "ink_a_",
        "ink_",
        "bearer ",
        "authorization:",
        "4111 ",
        "2",
        "2 ",
        "222 ",
        "a@",
        "@",
        "a.",
        "AKIA",
        "%20eyJ",
        "\\neyJ",
        "[redacted",
        "-"
      })
  void takesLinearTimeWhateverTheText(String unit) {
    Redactor every =
        Redactors.of(
            Map.of(
                "patterns", "api-key,bearer,card,email",
                "rules", "r",
                "rules.r.regex", "(a+)+b|(.*.*)z"));
    String text = unit.repeat(400_000 / unit.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> every.redact(Json.object().put("t", text)));
  }
}
