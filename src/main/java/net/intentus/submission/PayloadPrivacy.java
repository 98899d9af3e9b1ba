package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import net.intentus.execution.RecordPrivacy;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.privacy.Redacted;
import net.intentus.privacy.Redactor;

/**
 * The redaction of one submission: what was secret in its payload is secret in everything that
 * comes back too. Immutable.
 */
final class PayloadPrivacy implements RecordPrivacy {
  private final Redactor redactor;
  private final IntentEnvelope envelope;
  private final ArrayNode redactions = Json.object().arrayNode();
  private final Set<String> secrets;

  PayloadPrivacy(Redactor redactor, IntentEnvelope original) {
    this.redactor = redactor;
    Redacted redacted = redactor.redact(original.payload());
    this.secrets = redacted.secrets();
    this.envelope =
        redacted.node() instanceof ObjectNode payload && !redacted.redactions().isEmpty()
            ? original.withPayload(payload)
            : original;
    redacted
        .redactions()
        .forEach(
            one -> {
              ObjectNode row = redactions.addObject();
              row.put("pointer", "/payload" + one.pointer());
              row.put("rule", one.rule());
            });
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
    return redactor.redact(document, secrets);
  }

  @Override
  public IntentError redact(IntentError error) {
    ObjectNode details = error.details();
    return new IntentError(
        error.code(),
        redactor.redactText(error.message(), secrets),
        error.retryable(),
        details != null && redact(details) instanceof ObjectNode clean ? clean : null);
  }
}
