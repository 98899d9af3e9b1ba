package net.intentus.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RedactionPropertyTest {
  private final Redactor redactor =
      Redactors.of(
          Map.of(
              "patterns", "api-key,bearer,card,email",
              "pointers", "/a/*,/k/0/a",
              "rules", "own",
              "rules.own.regex", "C[0-9]+|a{3}"));

  @Property(tries = 3000)
  void nothingIsFoundAgainInWhatIsLeft(@ForAll("documents") JsonNode document) {
    JsonNode original = document.deepCopy();
    Redacted once = redactor.redact(document);
    Redacted twice = redactor.redact(once.node());
    assertThat(document).isEqualTo(original);
    assertThat(twice.redactions()).isEmpty();
    assertThat(twice.node()).isSameAs(once.node());
    if (once.redactions().isEmpty()) {
      assertThat(once.node()).isSameAs(document);
    } else {
      assertThat(once.node()).isNotEqualTo(document);
    }
  }

  @Property(tries = 2000)
  void whatIsPlantedIsGone(
      @ForAll("planted") String secret,
      @ForAll("texts") String before,
      @ForAll("texts") String after) {
    String text = before + " " + secret + " " + after;
    Redacted redacted = redactor.redact(Json.object().put("x", text));
    assertThat(redacted.node().toString()).doesNotContain(secret);
    assertThat(redactor.redactText(text, redacted.secrets())).doesNotContain(secret);
  }

  @Property(tries = 50)
  void depthAsFarAsDocumentsCanBeReadIsNoProblem(@ForAll("planted") String secret) {
    JsonNode node = TextNode.valueOf(secret);
    for (int i = 0; i < Json.MAX_DEPTH; i++) {
      ObjectNode object = Json.object();
      ArrayNode array = object.arrayNode().add(node);
      node = i % 2 == 0 ? array : object.set("x", node);
    }
    assertThat(redactor.redact(node).node().toString()).doesNotContain(secret);
  }

  @Provide
  Arbitrary<String> planted() {
    return Arbitraries.oneOf(
        Arbitraries.strings().alpha().numeric().ofLength(36).map(s -> "ghp_" + s),
        Arbitraries.strings().alpha().numeric().ofLength(30).map(s -> "sk-" + s),
        Arbitraries.strings().numeric().ofLength(12).map(RedactionPropertyTest::card));
  }

  static String card(String digits) {
    String number = "4" + digits;
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? 2 * digit : digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return number + (10 - sum % 10) % 10;
  }

  @Provide
  Arbitrary<String> texts() {
    List<String> pieces =
        List.of(
            "a",
            "aaa",
            "C12",
            " ",
            "-",
            ".",
            "4111111111111111",
            "4111 1111",
            "ghp_",
            "sk-",
            "0123456789abcdefghij",
            "Bearer ",
            "eyJ",
            "eyJhbGciOiJIUzI1NiJ9.",
            "\\n",
            "%20",
            "x@y.de",
            "[redacted]",
            "[redacted:own#h0123456789abcdef]",
            "ink_a_",
            "password=",
            "\u00e9",
            "\"",
            "authorization: ",
            "AKIA",
            "xoxb-",
            "1700000000000");
    return Arbitraries.of(pieces).list().ofMaxSize(8).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<JsonNode> documents() {
    Arbitrary<JsonNode> leaf =
        Arbitraries.oneOf(
            texts().map(TextNode::valueOf),
            Arbitraries.longs()
                .between(-9_007_199_254_740_991L, 9_007_199_254_740_991L)
                .map(n -> Json.object().numberNode(n)),
            Arbitraries.of(true, false).map(b -> Json.object().booleanNode(b)));
    return Arbitraries.lazyOf(
        () -> leaf,
        () -> leaf,
        () -> documents().list().ofMaxSize(3).map(list -> Json.object().arrayNode().addAll(list)),
        () ->
            Combinators.combine(
                    Arbitraries.oneOf(Arbitraries.of("a", "k", "token", "x"), texts()),
                    documents(),
                    documents())
                .as((name, first, second) -> object(name, first, second)));
  }

  private static JsonNode object(String name, JsonNode first, JsonNode second) {
    ObjectNode object = Json.object();
    object.set(name, first);
    object.set("k", second);
    return object;
  }
}
