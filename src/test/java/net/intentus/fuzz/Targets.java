package net.intentus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.MergePatch;
import net.intentus.intent.Reading;
import net.intentus.intent.Violations;
import net.intentus.policy.Glob;
import net.intentus.policy.PolicyContext;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyEngine;
import net.intentus.privacy.Redacted;
import net.intentus.privacy.Redactor;
import net.intentus.privacy.Redactors;
import net.intentus.wire.EmclEnvelope;
import net.intentus.wire.EmclKey;
import net.intentus.wire.EmclProvider;
import net.intentus.wire.FrameReader;
import net.intentus.wire.FrameReading;

/** The readers below the entrances. */
final class Targets {
  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final List<EmclKey> KEYS =
      List.of(
          EmclKey.of(EmclProvider.AES_GCM, "k").orElseThrow(),
          EmclKey.of(EmclProvider.SIMPLE_HMAC, "k").orElseThrow());
  private static final Redactor REDACTOR = Redactors.ofFields("password", "token", "api_key");

  private Targets() {}

  static List<Target> all() {
    return List.of(
        new Target("envelope", Targets::envelope),
        new Target("frame", Targets::frame),
        new Target("emcl", Targets::emcl),
        new Target("redactor", Targets::redactor),
        new Target("policy", Targets::policy),
        new Target("patch", Targets::patch),
        new Target("glob", Targets::glob));
  }

  private static Optional<JsonNode> json(byte[] input) {
    try {
      return Optional.of(Json.read(input));
    } catch (IOException e) {
      return Optional.empty(); // what reading declares
    }
  }

  /** What is accepted has a canonical form that says the same when it is read again. */
  private static void envelope(byte[] input) throws IOException {
    String header = new String(input, StandardCharsets.ISO_8859_1);
    Reading reading =
        EnvelopeReader.read(
            input, new EnvelopeReader.Defaults(Instant.EPOCH, header, header, () -> ID));
    if (reading instanceof Reading.Accepted accepted) {
      byte[] written = CanonicalJson.bytes(accepted.envelope().toJson());
      assertThat(CanonicalJson.bytes(Json.read(written))).isEqualTo(written);
    }
  }

  private static void frame(byte[] input) {
    FrameReading reading = FrameReader.read(input);
    if (reading instanceof FrameReading.Understood understood) {
      assertThat(understood.frame().messageType()).isNotBlank();
    } else if (reading instanceof FrameReading.NotFrame refused) {
      assertThat(refused.violations()).isNotEmpty();
    }
  }

  private static void emcl(byte[] input) {
    json(input)
        .flatMap(EmclEnvelope::read)
        .ifPresent(
            read ->
                KEYS.forEach(
                    key -> key.open(read).ifPresent(body -> assertThat(body).isNotNull())));
  }

  /** Whatever is left does not hold what a listed field held. */
  private static void redactor(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    REDACTOR.redactText(text, Set.of("hunter2!", "password"));
    json(input)
        .filter(Targets::interoperable) // as envelopes and answers are before they get here
        .ifPresent(
            document -> {
              JsonNode before = document.deepCopy();
              Redacted redacted = REDACTOR.redact(document);
              assertThat(document).isEqualTo(before);
              for (JsonNode left : redacted.node().findValues("password")) {
                assertThat(left.has("$redacted")).isTrue();
              }
              JsonNode masked = REDACTOR.redact(document, Set.of("hunter2!"));
              assertThat(masked.toString()).doesNotContain("hunter2!");
            });
  }

  private static boolean interoperable(JsonNode document) {
    Violations violations = new Violations();
    InteroperableJson.check(document, "", violations);
    return violations.isEmpty();
  }

  private static void policy(byte[] input) {
    json(input)
        .ifPresent(
            json -> {
              PolicyDocument.Reading strict = PolicyDocument.strict(json, true);
              if (strict instanceof PolicyDocument.Reading.Accepted accepted) {
                evaluate(accepted.document());
              }
              if (PolicyDocument.bearable(json)) {
                evaluate(PolicyDocument.lenient(json));
              }
            });
  }

  private static void evaluate(PolicyDocument document) {
    ObjectNode payload = Json.object().put("query", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    PolicyContext context =
        new PolicyContext("key:k", Set.of("user"), "acme", "Search", "k", "192.0.2.1", payload);
    assertThat(PolicyEngine.evaluate(document, context, "db").action()).isNotNull();
  }

  /** A document, a patch and pointers; an applied patch applied again changes nothing. */
  private static void patch(byte[] input) {
    json(input)
        .ifPresent(
            json -> {
              if (json.path("document") instanceof ObjectNode document
                  && json.path("patch") instanceof ObjectNode patch) {
                ObjectNode once = MergePatch.apply(document, patch);
                assertThat(MergePatch.apply(once, patch)).isEqualTo(once);
                for (JsonNode pointer : json.path("pointers")) {
                  if (pointer.asText().startsWith("/")) {
                    MergePatch.decides(patch, pointer.asText());
                    MergePatch.without(document, List.of(pointer.asText()));
                  }
                }
              }
            });
  }

  /** The first line is a pattern, the rest a text; a slow, plain matcher must agree. */
  private static void glob(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    if (lines.length == 2 && Glob.isPattern(lines[0]) && input.length < 2_000) {
      assertThat(Glob.of(lines[0]).matches(lines[1])).isEqualTo(plainly(lines[0], lines[1]));
    }
  }

  private static boolean plainly(String pattern, String text) {
    boolean[] reach = new boolean[text.length() + 1];
    reach[0] = true;
    for (int p = 0; p < pattern.length(); p++) {
      char c = pattern.charAt(p);
      boolean[] next = new boolean[reach.length];
      boolean any = false;
      for (int i = 0; i < reach.length; i++) {
        any |= reach[i];
        next[i] = c == '*' ? any : i > 0 && reach[i - 1] && text.charAt(i - 1) == c;
      }
      reach = next;
    }
    return reach[text.length()];
  }
}
