package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;
import net.intentus.journal.EventView;
import net.intentus.routing.Candidate;
import net.intentus.routing.Eligibility;
import net.intentus.routing.Plan;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RecordedRun} out of events. For one thread, once. */
final class RunReader {
  private final Strategy strategy;
  private final Map<String, JsonNode> policy = new HashMap<>();
  private final Map<Integer, RecordedRun.OpenAttempt> open = new LinkedHashMap<>();
  private final List<AttemptRecord> ended = new ArrayList<>();
  private final Set<Integer> superseded = new HashSet<>();
  private @Nullable JsonNode router;
  private @Nullable Instant startedAt;
  private int recoveries;
  private final Map<Integer, Long> held = new HashMap<>();
  private final Map<String, Integer> retried = new HashMap<>();

  RunReader(Strategy strategy) {
    this.strategy = strategy;
  }

  Optional<RecordedRun> read(List<EventView> events) {
    for (EventView event : events) {
      JsonNode payload = event.payload();
      switch (event.type()) {
        case POLICY_DECISION ->
            payload.path("candidates").forEach(row -> policy.put(row.path("agent").asText(), row));
        case ROUTER_DECISION -> router = payload;
        case AGENT_ATTEMPT_START -> begun(event.at(), payload);
        case AGENT_ATTEMPT_END -> ended(payload);
        case BUDGET_RESERVED ->
            held.put(payload.path("attempt").asInt(), payload.path("certainMicros").asLong());
        case BUDGET_SETTLED -> held.remove(payload.path("attempt").asInt());
        case AGENT_SKIPPED -> skipped(payload);
        case RECOVERY_STARTED -> recovery(payload);
        default -> {
          // tells nothing about plan or attempts
        }
      }
    }
    return plan()
        .map(
            plan ->
                new RecordedRun(
                    plan,
                    ended,
                    List.copyOf(open.values()),
                    superseded,
                    startedAt,
                    recoveries,
                    held,
                    retried));
  }

  private void begun(Instant at, JsonNode payload) {
    startedAt = startedAt == null ? at : startedAt;
    int index = payload.path("attempt").asInt();
    open.put(
        index,
        new RecordedRun.OpenAttempt(
            index, payload.path("agent").asText(), payload.path("spanId").asText(), at));
  }

  private void ended(JsonNode payload) {
    int index = payload.path("attempt").asInt();
    open.remove(index);
    String outcome = payload.path("outcome").asText();
    ended.add(
        new AttemptRecord(
            index,
            payload.path("agent").asText(),
            outcome,
            payload.path("durationMs").asLong(),
            null,
            error(payload.path("error")),
            payload.path("outputHash").textValue()));
    boolean lost = payload.path("interrupted").asBoolean() && !outcome.equals("ambiguous");
    boolean again = payload.has("retryInMs");
    if (again) {
      retried.merge(payload.path("agent").asText(), 1, Integer::sum);
    }
    if (lost || again) {
      superseded.add(index);
    }
  }

  /** Names that are no candidates are skipped as well, before there is a plan. */
  private void skipped(JsonNode payload) {
    IntentError why = error(payload.path("error"));
    if (why != null) {
      ended.add(AttemptRecord.skipped(payload.path("agent").asText(), why));
    }
  }

  /** A verdict that orders another run takes back what was ambiguous. */
  private void recovery(JsonNode payload) {
    if (payload.path("verdict").isMissingNode()) {
      recoveries++;
      return;
    }
    recoveries = 0;
    retried.clear();
    ended.stream()
        .filter(attempt -> attempt.outcome().equals("ambiguous"))
        .forEach(attempt -> superseded.add(attempt.index()));
  }

  private static @Nullable IntentError error(JsonNode json) {
    if (!json.isObject()) {
      return null;
    }
    return new IntentError(
        ErrorCode.find(json.path("code").asText()).orElse(ErrorCode.INTERNAL_ERROR),
        json.path("message").asText(),
        json.path("retryable").asBoolean(),
        json.path("details") instanceof ObjectNode details ? details : null);
  }

  private Optional<Plan> plan() {
    JsonNode decision = router;
    if (decision == null
        || decision.path("plan").isEmpty()
        || decision.path("planIsCut").asBoolean()) {
      return Optional.empty();
    }
    List<Candidate> candidates = new ArrayList<>();
    Map<String, RoutableAgent> agents = new HashMap<>();
    for (JsonNode row : decision.path("candidates")) {
      RoutableAgent agent = agent(row.path("agent").asText(), row.path("sideEffect").asText());
      agents.put(agent.name(), agent);
      JsonNode rule = policy.get(agent.name());
      candidates.add(
          new Candidate(
              agent,
              row.path("position").asInt(),
              new Eligibility(
                  row.path("eligible").asBoolean(),
                  rule == null ? "" : rule.path("action").asText(),
                  rule == null ? null : rule.path("ruleId").textValue())));
    }
    List<RoutableAgent> steps = new ArrayList<>();
    for (JsonNode name : decision.path("plan")) {
      steps.add(agents.computeIfAbsent(name.asText(), unknown -> agent(unknown, "")));
    }
    List<String> skipped = new ArrayList<>();
    decision.path("skipped").forEach(name -> skipped.add(name.asText()));
    Map<String, Long> maxTimeouts = new HashMap<>();
    for (Map.Entry<String, JsonNode> limit : decision.path("maxTimeoutMs").properties()) {
      maxTimeouts.put(limit.getKey(), limit.getValue().asLong());
    }
    return Optional.of(new Plan(strategy, candidates, steps, skipped, maxTimeouts));
  }

  /** An agent whose side effect is not told is taken for the worst. */
  private static RoutableAgent agent(String name, String sideEffect) {
    return new RoutableAgent(
        name,
        null,
        0,
        null,
        SideEffect.parse(sideEffect).orElse(SideEffect.IRREVERSIBLE),
        List.of());
  }
}
