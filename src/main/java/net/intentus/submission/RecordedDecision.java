package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.Json;
import net.intentus.intent.Reading;
import net.intentus.intent.Routing;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Violations;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionSummary;
import net.intentus.policy.PolicyContext;
import net.intentus.policy.PolicyDecision.Action;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicyForecast;
import net.intentus.routing.Eligibility;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.Router;
import net.intentus.routing.RouterLimits;
import net.intentus.routing.RoutingDecision;
import org.jspecify.annotations.Nullable;

/** A decision as the record tells it, to be made once more under another policy. Pure. */
final class RecordedDecision {
  private static final String PAYLOAD = "/payload";

  private final ExecutionRecord record;
  private final @Nullable ObjectNode envelope;
  private final Map<String, JsonNode> judged = new LinkedHashMap<>();

  RecordedDecision(ExecutionRecord record) {
    this.record = record;
    this.envelope = record.envelope().json() instanceof ObjectNode stored ? stored : null;
    for (JsonNode row : record.policy().path("candidates")) {
      judged.put(row.path("agent").asText(), row);
    }
  }

  /** How the two decisions compare. */
  record Comparison(DryRunReport.@Nullable Change change, DryRunReport.@Nullable Untold untold) {
    static final Comparison SAME = new Comparison(null, null);

    void addTo(List<DryRunReport.Change> changes, List<DryRunReport.Untold> others) {
      if (change != null) {
        changes.add(change);
      } else if (untold != null) {
        others.add(untold);
      }
    }
  }

  Comparison under(PolicyDocument policy, RouterLimits limits) {
    PolicyForecast forecast = forecast(policy);
    Map<String, Eligibility> before = new HashMap<>();
    Map<String, Eligibility> after = new HashMap<>();
    List<DryRunReport.Judged> changed = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    judged.forEach(
        (agent, row) -> {
          PolicyForecast.Outcome outcome = forecast.evaluate(agent);
          Action action = outcome.action();
          if (action == null) {
            missing.addAll(outcome.missing());
            return;
          }
          String old = action(row);
          String rule = row.path("ruleId").textValue();
          before.put(agent, new Eligibility(old.equals(Action.ALLOW.wire()), old, rule));
          after.put(
              agent, new Eligibility(action == Action.ALLOW, action.wire(), outcome.ruleId()));
          if (!old.equals(action.wire())) {
            changed.add(new DryRunReport.Judged(agent, old, rule, action.wire(), outcome.ruleId()));
          }
        });
    ExecutionSummary summary = record.summary();
    if (!missing.isEmpty()) {
      return new Comparison(null, new DryRunReport.Untold(summary, missing));
    }
    return changed.isEmpty()
        ? Comparison.SAME
        : new Comparison(
            new DryRunReport.Change(summary, changed, plan(before, limits), plan(after, limits)),
            null);
  }

  /** A candidate that was called too often already was one that its rule allows. */
  private static String action(JsonNode row) {
    String action = row.path("action").asText();
    return action.equals(Eligibility.RATE_LIMIT) ? Action.ALLOW.wire() : action;
  }

  private PolicyForecast forecast(PolicyDocument policy) {
    ExecutionSummary summary = record.summary();
    JsonNode roles = record.policy().path("roles");
    Set<String> names = new HashSet<>();
    roles.forEach(role -> names.add(role.asText()));
    ObjectNode stored = envelope;
    JsonNode payload = stored == null ? Json.object() : stored.path("payload");
    return new PolicyForecast(
        policy,
        new PolicyContext(
            summary.subject(),
            names,
            summary.tenant(),
            summary.intent().name(),
            null,
            null,
            payload instanceof ObjectNode object ? object : Json.object()),
        roles.isArray(),
        field -> stored != null && whole(field));
  }

  /** Whether nothing in that field was redacted. */
  private boolean whole(String field) {
    String pointer = Violations.pointer(PAYLOAD, field);
    return record.redacted().stream()
        .noneMatch(
            place ->
                place.equals(PAYLOAD) || place.equals(pointer) || place.startsWith(pointer + "/"));
  }

  /** Null when the record does not tell what the request wanted. */
  private @Nullable String plan(Map<String, Eligibility> eligibility, RouterLimits limits) {
    Routing routing = routing();
    if (routing == null) {
      return null;
    }
    List<RoutableAgent> agents =
        judged.keySet().stream()
            .map(name -> new RoutableAgent(name, null, 0, null, SideEffect.READ_ONLY, List.of()))
            .toList();
    RoutingDecision decision =
        Router.decide(
            agents,
            routing,
            agent -> Objects.requireNonNull(eligibility.get(agent.name())),
            limits);
    return decision instanceof RoutingDecision.Routed routed
        ? String.join(", ", routed.plan().steps().stream().map(RoutableAgent::name).toList())
        : ((RoutingDecision.Refused) decision).code().name();
  }

  private @Nullable Routing routing() {
    ObjectNode stored = envelope;
    if (stored == null) {
      return null;
    }
    Reading reading =
        EnvelopeReader.read(
            stored, new EnvelopeReader.Defaults(Instant.EPOCH, null, null, () -> ""));
    return reading instanceof Reading.Accepted accepted ? accepted.envelope().routing() : null;
  }
}
