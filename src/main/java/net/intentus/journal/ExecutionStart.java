package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an execution when it begins.
 *
 * @param envelope redacted
 * @param envelopeHash over the redacted envelope, as the contract defines it
 * @param redactions {@code [{pointer, rule}]}
 * @param replayOf what this execution repeats, or null
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
    @Nullable ReplayOf replayOf) {

  /**
   * The payload of {@code INTENT_RECEIVED}.
   *
   * @param signer id of the key that signs, or null; said here, so that the chain itself tells that
   *     there must be signatures
   */
  ObjectNode received(KeptDocument document, @Nullable String signer) {
    ObjectNode json = Json.object();
    document.describe(json, "envelope");
    json.put("envelopeHash", envelopeHash);
    json.put("executionId", executionId);
    ObjectNode intent = json.putObject("intent");
    intent.put("name", envelope.intent().name());
    intent.put("version", envelope.intent().version());
    json.set("redactions", redactions);
    json.put("requestId", envelope.metadata().requestId());
    json.put("strategy", envelope.routing().strategy().wire());
    json.put("subject", subject);
    ArrayNode tags = json.putArray("tags");
    envelope.context().tags().forEach(tags::add);
    json.put("tenant", tenant);
    json.put("traceId", envelope.metadata().traceId());
    if (replayOf != null) {
      json.put("parentExecutionId", replayOf.executionId());
      ObjectNode replay = json.putObject("replay");
      replay.put("forced", replayOf.forced());
      replay.put("reason", replayOf.reason());
    }
    if (signer != null) {
      json.put("signed", signer);
    }
    return json;
  }
}
