package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.intentus.agent.AgentSnapshot;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import net.intentus.policy.PolicySnapshot;
import net.intentus.routing.Candidate;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingDecision;

/**
 * Who will be called and why, with the snapshots it was decided on.
 *
 * @param agents the registry as it was
 * @param policy the policy as it was
 */
public record Decision(AgentSnapshot agents, PolicySnapshot policy, RoutingDecision routing) {
  /** The record names this many candidates one by one; beyond, it says how many there were. */
  static final int NAMED_CANDIDATES = 200;

  /** All candidates in total order. */
  public List<Candidate> candidates() {
    return routing instanceof RoutingDecision.Routed routed
        ? routed.plan().candidates()
        : ((RoutingDecision.Refused) routing).candidates();
  }

  /** The agents to call, in order; empty when refused. */
  public List<RoutableAgent> steps() {
    return routing instanceof RoutingDecision.Routed routed ? routed.plan().steps() : List.of();
  }

  /** Names of an explicit chain that are no candidates. */
  public List<String> skipped() {
    return routing instanceof RoutingDecision.Routed routed
        ? routed.plan().skipped()
        : ((RoutingDecision.Refused) routing).skipped();
  }

  /** Whether somebody may be called and nobody who may be can change anything. */
  boolean readOnly() {
    List<Candidate> eligible =
        candidates().stream().filter(candidate -> candidate.eligibility().eligible()).toList();
    return !eligible.isEmpty()
        && eligible.stream()
            .allMatch(candidate -> candidate.agent().sideEffect() == SideEffect.READ_ONLY);
  }

  /** Those of {@link #steps} whose work cannot be undone. */
  public List<String> irreversible() {
    return steps().stream()
        .filter(agent -> agent.sideEffect() == SideEffect.IRREVERSIBLE)
        .map(RoutableAgent::name)
        .toList();
  }

  /** The payload of {@code POLICY_DECISION}. */
  ObjectNode policyEvent() {
    ObjectNode json = Json.object();
    json.put("policyHash", policy.hash());
    ArrayNode rows = json.putArray("candidates");
    for (Candidate candidate : named()) {
      ObjectNode row = rows.addObject();
      row.put("agent", candidate.agent().name());
      row.put("action", candidate.eligibility().action());
      row.put("ruleId", candidate.eligibility().ruleId());
    }
    return json;
  }

  /** The payload of {@code ROUTER_DECISION}: the plan itself, not only its hash. */
  ObjectNode routerEvent() {
    ObjectNode json = Json.object();
    json.put("routingTableHash", agents.table().hash());
    ArrayNode rows = json.putArray("candidates");
    for (Candidate candidate : named()) {
      ObjectNode row = rows.addObject();
      row.put("agent", candidate.agent().name());
      row.put("position", candidate.position());
      row.put("eligible", candidate.eligibility().eligible());
      row.put("sideEffect", candidate.agent().sideEffect().wire());
    }
    json.put("candidateCount", candidates().size());
    ArrayNode plan = json.putArray("plan");
    steps().stream().limit(NAMED_CANDIDATES).forEach(agent -> plan.add(agent.name()));
    if (steps().size() > NAMED_CANDIDATES) {
      json.put("planIsCut", true);
    }
    ArrayNode missing = json.putArray("skipped");
    skipped().forEach(missing::add);
    if (routing instanceof RoutingDecision.Refused refused) {
      json.put("refused", refused.code().name());
    }
    return json;
  }

  private List<Candidate> named() {
    List<Candidate> all = candidates();
    return all.size() <= NAMED_CANDIDATES ? all : all.subList(0, NAMED_CANDIDATES);
  }
}
