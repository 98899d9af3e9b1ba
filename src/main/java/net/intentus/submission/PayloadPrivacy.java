package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import net.intentus.execution.RecordPrivacy;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.SecretReferences;
import net.intentus.privacy.Redacted;
import net.intentus.privacy.Redactor;

/**
 * The redaction of one submission: what was secret in its payload is secret in everything that
 * comes back too, and the rules of its intent hold for what comes back. Immutable.
 */
final class PayloadPrivacy implements RecordPrivacy {
  private final Redactor redactor;
  private final IntentEnvelope sent;
  private final IntentEnvelope envelope;
  private final ArrayNode redactions = Json.object().arrayNode();
  private final Set<String> secrets;

  PayloadPrivacy(Redactor everywhere, IntentEnvelope given) {
    this.redactor = everywhere.forIntent(given.intent().name());
    Redacted redacted = redacted(redactor, given);
    this.secrets = redacted.secrets();
    this.sent = Labels.masked(given, this::text);
    this.envelope =
        redacted.node() instanceof ObjectNode payload && !redacted.redactions().isEmpty()
            ? sent.withPayload(payload)
            : sent;
    redacted
        .redactions()
        .forEach(
            one -> {
              ObjectNode row = redactions.addObject();
              row.put("pointer", "/payload" + one.pointer());
              row.put("rule", one.rule());
            });
  }

  /** The envelope for agents: the original payload, no secrets around it. */
  IntentEnvelope sent() {
    return sent;
  }

  /** A reference to a secret is no secret, whatever the name of its field. */
  private static Redacted redacted(Redactor redactor, IntentEnvelope original) {
    ObjectNode payload = original.payload();
    if (!original.refersToSecrets()) {
      return redactor.redact(payload);
    }
    Redacted others =
        redactor.redact(SecretReferences.replaced(payload, name -> payload.nullNode()));
    return new Redacted(
        SecretReferences.restored(payload, others.node()),
        others.redactions().stream()
            .filter(row -> SecretReferences.name(payload.at(row.pointer())) == null)
            .toList(),
        others.secrets());
  }

  /** The envelope as it may be stored. */
  IntentEnvelope envelope() {
    return envelope;
  }

  /** {@code [{pointer, rule}]}. */
  ArrayNode redactions() {
    return redactions;
  }

  @Override
  public JsonNode redact(JsonNode document) {
    return redactor.redactAnswer(document, secrets);
  }

  @Override
  public IntentError redact(IntentError error) {
    ObjectNode details = error.details();
    return new IntentError(
        error.code(),
        text(error.message()),
        error.retryable(),
        details != null && redact(details) instanceof ObjectNode clean ? clean : null);
  }

  /**
   * The response as it may be stored, but for its error. The rest of it is ours, apart from what
   * agents gave to a BROADCAST.
   */
  ObjectNode response(ObjectNode response) {
    ObjectNode stored = with(response, "payload", redact(response.path("payload")));
    if (response.path("metadata") instanceof ObjectNode metadata
        && metadata.path("results") instanceof ArrayNode results) {
      ArrayNode rows = results.arrayNode(results.size());
      results.forEach(row -> rows.add(row instanceof ObjectNode object ? row(object) : row));
      stored = with(stored, "metadata", with(metadata, "results", rows));
    }
    return redactor.redact(stored, secrets) instanceof ObjectNode clean ? clean : stored;
  }

  private ObjectNode row(ObjectNode row) {
    ObjectNode clean = with(row, "payload", redact(row.path("payload")));
    if (row.path("error") instanceof ObjectNode error) {
      ObjectNode masked = with(error, "details", redact(error.path("details")));
      masked = with(masked, "message", masked.textNode(text(error.path("message").asText())));
      clean = with(clean, "error", masked);
    }
    return clean;
  }

  private static ObjectNode with(ObjectNode object, String name, JsonNode value) {
    if (value.equals(object.path(name))) {
      return object;
    }
    ObjectNode copy = object.objectNode();
    copy.setAll(object);
    copy.set(name, value);
    return copy;
  }

  private String text(String text) {
    return redactor.redactText(text, secrets);
  }
}
