package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import net.intentus.config.SettingsReader;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What becomes of a document on its way into the record. */
class KeptDocumentTest {
  private static final Keeping SHORT = new Keeping(false, 2_000);

  private static ObjectNode answer(JsonNode payload) {
    ObjectNode json = Json.object().put("version", "1.0").put("status", "success");
    json.set("payload", payload);
    json.putNull("error").putObject("metadata").put("agent", "a");
    return json;
  }

  private static JsonNode lasting(KeptDocument kept) {
    return Json.trusted(new String(kept.lasting(), StandardCharsets.UTF_8));
  }

  @Test
  void aPayloadOfExactlyTheLimitIsKeptAndOneByteMoreIsNot() {
    JsonNode fits = Json.object().textNode("p".repeat(1_998));
    assertThat(KeptDocument.of(answer(fits), SHORT).kept()).isEqualTo(Kept.FULL);
    JsonNode larger = Json.object().textNode("p".repeat(1_999));
    assertThat(KeptDocument.of(answer(larger), SHORT).kept()).isEqualTo(Kept.TRUNCATED);
  }

  @Test
  void bytesCountNotCharacters() {
    JsonNode payload = Json.object().textNode("ü".repeat(1_200));
    KeptDocument kept = KeptDocument.of(answer(payload), SHORT);
    assertThat(kept.kept()).isEqualTo(Kept.TRUNCATED);
    assertThat(lasting(kept).at("/payload/$truncated/bytes").asInt()).isEqualTo(2_402);
  }

  @Test
  void everyPayloadOfABroadcastAndTheDetailsOfAnErrorAreBounded() {
    ObjectNode document = answer(Json.object().put("big", "b".repeat(3_000)));
    ObjectNode error = document.putObject("error").put("code", "AGENT_ERROR");
    error.putObject("details").put("trace", "d".repeat(3_000));
    ObjectNode row =
        ((ObjectNode) document.path("metadata")).putArray("results").addObject().put("agent", "a");
    row.putObject("payload").put("big", "r".repeat(3_000));
    String before = CanonicalJson.text(document);

    KeptDocument kept = KeptDocument.of(document, SHORT);

    assertThat(kept.cuts().findValuesAsText("pointer"))
        .containsExactly("/payload", "/error/details", "/metadata/results/0/payload");
    JsonNode stored = lasting(kept);
    for (JsonNode cut : kept.cuts()) {
      JsonNode marker = stored.at(cut.path("pointer").asText() + "/$truncated");
      assertThat(marker.path("hash")).isEqualTo(cut.path("hash"));
      assertThat(cut.path("hash").asText())
          .isEqualTo(Hashes.of(document.at(cut.path("pointer").asText())));
    }
    assertThat(stored.at("/error/code").asText()).isEqualTo("AGENT_ERROR");
    assertThat(stored.at("/metadata/results/0/agent").asText()).isEqualTo("a");
    assertThat(CanonicalJson.text(document)).as("the caller's answer").isEqualTo(before);
    assertThat(kept.lasting().length).isLessThan(5_000);
  }

  @Property(tries = 300)
  void theHeadIsTextWhereverItIsCut(@ForAll @IntRange(max = 3) int shift) {
    String text = "a".repeat(shift) + "😀".repeat(2_000);
    KeptDocument kept = KeptDocument.of(answer(Json.object().put("t", text)), SHORT);
    String head = lasting(kept).at("/payload/$truncated/head").asText();
    byte[] utf8 = head.getBytes(StandardCharsets.UTF_8);
    assertThat(new String(utf8, StandardCharsets.UTF_8)).isEqualTo(head);
    assertThat(head.length()).isBetween(Truncation.HEAD - 1, Truncation.HEAD);
    assertThat(head).doesNotContain("?", "�");
  }

  @Test
  void aDocumentThatIsKeptWholeSaysNothingMoreThanItsHash() {
    ObjectNode event = Json.object();
    KeptDocument.of(answer(Json.object()), SHORT).describe(event, "response");
    assertThat(event.size()).isEqualTo(1);
    assertThat(event.path("responseDocumentHash").asText())
        .isEqualTo(Hashes.of(answer(Json.object())));
  }

  private static KeepingRules rules(String mode, String exceptions) {
    Map<String, String> values =
        Map.of(
            "intentus.recording.payloads", mode,
            "intentus.recording.payloads-by-intent", exceptions);
    return new KeepingRules(SettingsReader.read(key -> Optional.ofNullable(values.get(key))));
  }

  @Test
  void theFirstRuleThatMatchesTheIntentDecides() {
    KeepingRules rules = rules("full", "EchoIntent=full,Echo*=digest,*Secret*=digest");
    assertThat(rules.of("EchoIntent").digest()).isFalse();
    assertThat(rules.of("EchoOther").digest()).isTrue();
    assertThat(rules.of("StoreSecretIntent").digest()).isTrue();
    assertThat(rules.of("echoIntent").digest()).isFalse();
    assertThat(rules("digest", "EchoIntent=full").of("EchoIntent").digest()).isFalse();
    assertThat(rules("digest", "EchoIntent=full").of("Other").digest()).isTrue();
  }
}
