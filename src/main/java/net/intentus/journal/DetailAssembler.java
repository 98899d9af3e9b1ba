package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.intentus.budget.Usage;
import net.intentus.intent.ErrorCode;
import net.intentus.journal.ExecutionDetail.Attempt;
import net.intentus.journal.ExecutionDetail.Call;
import net.intentus.journal.ExecutionDetail.Candidate;
import net.intentus.journal.ExecutionDetail.Verdict;
import org.jspecify.annotations.Nullable;

/** Tells an execution's story from its events. Pure. */
final class DetailAssembler {
  private final Map<Integer, Attempt> attempts = new LinkedHashMap<>();
  private final Map<String, String> skipped = new HashMap<>();
  private @Nullable JsonNode router;
  private @Nullable JsonNode policy;
  private @Nullable ObjectNode error;
  private @Nullable Verdict verdict;
  private final List<Call> calls = new ArrayList<>();
  private Usage usage = Usage.NONE;
  private Kept keptEnvelope = Kept.FULL;
  private @Nullable Kept keptResponse;

  private DetailAssembler() {}

  static ExecutionDetail of(ExecutionSummary summary, List<EventView> events) {
    DetailAssembler story = new DetailAssembler();
    events.forEach(story::read);
    return new ExecutionDetail(
        summary,
        story.candidates(),
        List.copyOf(story.attempts.values()),
        story.error,
        story.verdict,
        story.keptEnvelope,
        story.keptResponse,
        story.policy == null ? List.of() : RateReader.rates(story.policy),
        story.usage,
        List.copyOf(story.calls));
  }

  private void read(EventView event) {
    JsonNode payload = event.payload();
    switch (event.type()) {
      case INTENT_RECEIVED -> keptEnvelope = Kept.parse(payload.path("envelopeKept").textValue());
      case POLICY_DECISION -> policy = payload;
      case ROUTER_DECISION -> router = payload;
      case AGENT_ATTEMPT_START -> started(event.at(), payload);
      case AGENT_ATTEMPT_END -> ended(payload);
      case MODEL_CALL, TOOL_CALL -> called(event.type() == EventType.TOOL_CALL, payload);
      case AGENT_SKIPPED -> skipped(payload);
      case FINAL_RESPONSE -> {
        error = payload.path("error") instanceof ObjectNode object ? object : null;
        keptResponse = Kept.parse(payload.path("responseKept").textValue());
      }
      case RECOVERY_STARTED, RECOVERY_COMPLETED -> decided(event.at(), payload.path("verdict"));
      default -> {
        // tells nothing about candidates or attempts
      }
    }
  }

  private void decided(Instant at, JsonNode given) {
    if (given.isObject()) {
      verdict =
          new Verdict(
              given.path("outcome").asText(),
              given.path("reason").asText(),
              given.path("by").asText(),
              at);
    }
  }

  private void started(Instant at, JsonNode payload) {
    int index = payload.path("attempt").asInt();
    attempts.put(
        index,
        new Attempt(
            index,
            payload.path("spanId").asText(),
            payload.path("agent").asText(),
            "running",
            at,
            null,
            null,
            null));
  }

  private void called(boolean tool, JsonNode payload) {
    calls.add(
        new Call(
            payload.path("attempt").asInt(),
            payload.path("agent").asText(),
            tool,
            payload.path("name").textValue(),
            Usage.recorded(payload.path("usage")),
            payload.path("latencyMs").isNumber() ? payload.path("latencyMs").asLong() : null,
            payload.path("ok").isBoolean() ? payload.path("ok").booleanValue() : null,
            payload.path("reason").textValue()));
  }

  private void ended(JsonNode payload) {
    usage = usage.plus(Usage.recorded(payload.path("usage")));
    attempts.computeIfPresent(
        payload.path("attempt").asInt(),
        (index, begun) ->
            new Attempt(
                index,
                begun.spanId(),
                begun.agent(),
                payload.path("outcome").asText(),
                begun.startedAt(),
                payload.path("durationMs").asLong(),
                payload.path("error").path("code").textValue(),
                payload.path("error").path("message").textValue(),
                payload.has("retryInMs") ? payload.path("retryInMs").longValue() : null,
                payload.path("waitedMs").asLong()));
  }

  /** Names that are no candidates are told by the decision. */
  private void skipped(JsonNode payload) {
    String code = payload.path("error").path("code").textValue();
    if (code != null) {
      skipped.put(payload.path("agent").asText(), code);
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> told = new ArrayList<>();
    JsonNode decision = router;
    if (decision == null) {
      return told;
    }
    for (JsonNode candidate : decision.path("candidates")) {
      told.add(candidate(candidate.path("agent").asText(), candidate));
    }
    int position = told.size();
    for (JsonNode skipped : decision.path("skipped")) {
      told.add(
          new Candidate(
              skipped.asText(), position++, "skipped", "not a candidate of this intent", null));
    }
    return told;
  }

  private Candidate candidate(String agent, JsonNode candidate) {
    int position = candidate.path("position").asInt();
    if (!candidate.path("eligible").asBoolean()) {
      return new Candidate(agent, position, "filtered", rule(agent), null);
    }
    Attempt last = null;
    for (Attempt attempt : attempts.values()) {
      if (attempt.agent().equals(agent)) {
        last = attempt;
      }
    }
    if (last == null) {
      String why = skipped.get(agent);
      return new Candidate(agent, position, why == null ? "not_reached" : "skipped", why, null);
    }
    if (last.status().equals("running")) {
      return new Candidate(agent, position, "not_reached", "being called", null);
    }
    String outcome =
        switch (last.status()) {
          case "succeeded", "cancelled" -> last.status();
          default -> "failed";
        };
    return new Candidate(agent, position, outcome, last.errorCode(), last.durationMs());
  }

  private @Nullable String rule(String agent) {
    JsonNode decided = policy;
    if (decided != null) {
      for (JsonNode row : decided.path("candidates")) {
        if (row.path("agent").asText().equals(agent)) {
          if (row.path("action").asText().equals(RateReader.LIMITED)) {
            return ErrorCode.RATE_LIMIT.name();
          }
          String rule = row.path("ruleId").textValue();
          return rule == null ? "policy default" : rule;
        }
      }
    }
    return null;
  }
}
