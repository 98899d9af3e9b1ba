package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.intentus.execution.AttemptRecord;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.Strategy;
import net.intentus.intent.Times;
import net.intentus.routing.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * The {@code AgentResponse} of one execution.
 *
 * @param agent what {@code metadata.agent} says
 * @param executionId null when the execution is not recorded
 */
record ResponseDocument(
    IntentEnvelope envelope,
    @Nullable String executionId,
    String agent,
    @Nullable JsonNode payload,
    @Nullable IntentError error,
    List<String> decisionPath,
    List<AttemptRecord> attempts,
    List<AttemptRecord> skipped,
    List<Candidate> candidates,
    Instant createdAt,
    Instant completedAt) {

  /**
   * What an HTTP entrance answers with a response. An error that an agent reports is never the
   * runtime's own verdict: always 502.
   */
  static int httpStatus(ObjectNode response, boolean reported) {
    JsonNode error = response.path("error");
    if (!error.isObject()) {
      return 200;
    }
    if (reported) {
      return 502;
    }
    ErrorCode code = ErrorCode.find(error.path("code").asText()).orElse(ErrorCode.INTERNAL_ERROR);
    boolean ambiguous = error.path("details").path("ambiguous").asBoolean();
    if (ambiguous) {
      return code == ErrorCode.AGENT_TIMEOUT ? 504 : 502;
    }
    return code.httpStatus();
  }

  /** In canonical order (RFC 8785) but for the payload. */
  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.set("error", error == null ? json.nullNode() : error.toJson());
    json.set("metadata", metadata());
    json.set("payload", payload == null ? json.nullNode() : payload);
    json.put("status", error == null ? "success" : "error");
    json.put("version", IntentEnvelope.VERSION);
    return json;
  }

  private ObjectNode metadata() {
    ObjectNode json = Json.object();
    json.put("agent", agent);
    json.put("attempts", attempts.size());
    ArrayNode path = json.putArray("decisionPath");
    decisionPath.forEach(path::add);
    json.put("durationMs", completedAt.toEpochMilli() - createdAt.toEpochMilli());
    if (executionId != null) {
      json.put("executionId", executionId);
    }
    policy(json.putObject("policy"));
    if (executionId == null) {
      json.put("recorded", false);
    }
    json.put("requestId", envelope.metadata().requestId());
    if (envelope.routing().strategy() == Strategy.BROADCAST) {
      results(json.putArray("results"));
    }
    json.put("strategy", envelope.routing().strategy().wire());
    json.put("timestamp", Times.format(completedAt));
    json.put("traceId", envelope.metadata().traceId());
    return json;
  }

  private void policy(ObjectNode json) {
    ArrayNode filtered = json.putArray("filtered");
    ObjectNode reasons = json.putObject("reasons");
    for (Candidate candidate : candidates) {
      if (!candidate.eligibility().eligible() && filtered.size() < Decision.NAMED_CANDIDATES) {
        filtered.add(candidate.agent().name());
        ObjectNode reason = reasons.putObject(candidate.agent().name());
        reason.put("ruleId", candidate.eligibility().ruleId());
        reason.put("action", candidate.eligibility().action());
      }
    }
  }

  /** One row for each agent: its last attempt, or why there was none. */
  private void results(ArrayNode rows) {
    Map<String, AttemptRecord> last = new LinkedHashMap<>();
    attempts.forEach(attempt -> last.put(attempt.agent(), attempt));
    skipped.forEach(agent -> last.put(agent.agent(), agent));
    for (AttemptRecord attempt : last.values()) {
      IntentError failed = attempt.error();
      ObjectNode row = rows.addObject();
      row.put("agent", attempt.agent());
      row.put("status", failed == null ? "success" : "error");
      row.set("payload", attempt.payload() == null ? row.nullNode() : attempt.payload());
      row.set("error", failed == null ? row.nullNode() : failed.toJson());
      row.put("durationMs", attempt.durationMs());
    }
  }
}
