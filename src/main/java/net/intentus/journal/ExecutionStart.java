package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an execution when it begins.
 *
 * @param envelope redacted
 * @param envelopeHash over the redacted envelope, as the contract defines it
 * @param redactions {@code [{pointer, rule}]}
 * @param parentExecutionId what this execution repeats, or null
 */
public record ExecutionStart(
    String executionId,
    IntentEnvelope envelope,
    String envelopeHash,
    String tenant,
    String subject,
    Instant createdAt,
    String routingTableHash,
    ArrayNode redactions,
    @Nullable String parentExecutionId) {

  /** The canonical form of the envelope: what is stored, and what its hash covers. */
  byte[] document() {
    return CanonicalJson.bytes(envelope.toJson());
  }

  /** The payload of {@code INTENT_RECEIVED}. */
  ObjectNode received(byte[] document) {
    ObjectNode json = Json.object();
    json.put("executionId", executionId);
    ObjectNode intent = json.putObject("intent");
    intent.put("name", envelope.intent().name());
    intent.put("version", envelope.intent().version());
    json.put("strategy", envelope.routing().strategy().wire());
    json.put("tenant", tenant);
    json.put("subject", subject);
    json.put("requestId", envelope.metadata().requestId());
    json.put("traceId", envelope.metadata().traceId());
    ArrayNode tags = json.putArray("tags");
    envelope.context().tags().forEach(tags::add);
    json.put("envelopeHash", envelopeHash);
    json.put("envelopeDocumentHash", Hashes.ofCanonical(document));
    json.set("redactions", redactions);
    if (parentExecutionId != null) {
      json.put("parentExecutionId", parentExecutionId);
    }
    return json;
  }
}
