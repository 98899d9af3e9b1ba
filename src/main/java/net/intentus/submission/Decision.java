package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentSnapshot;
import net.intentus.agent.GuardDocument;
import net.intentus.agent.GuardSettings;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import net.intentus.policy.PolicySnapshot;
import net.intentus.policy.RateDemand;
import net.intentus.policy.RateReading;
import net.intentus.routing.Candidate;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingDecision;
import org.jspecify.annotations.Nullable;

/**
 * Who will be called and why, with the snapshots it was decided on.
 *
 * @param agents the registry as it was
 * @param policy the policy as it was
 * @param demands the rate limits that candidates are held to, by agent
 * @param rates the counters that were asked; none as long as nothing was counted
 * @param roles of the caller, in order
 * @param budgets that were asked whether they are low; none as long as nobody was asked
 * @param economyFirst whether agents of the economy tier come before the others
 */
public record Decision(
    AgentSnapshot agents,
    PolicySnapshot policy,
    RoutingDecision routing,
    Map<String, RateDemand> demands,
    List<RateReading> rates,
    List<String> roles,
    List<BudgetReading> budgets,
    boolean economyFirst) {
  /** The record names this many candidates one by one; beyond, it says how many there were. */
  static final int NAMED_CANDIDATES = 200;

  /** The record names this many roles of the caller; nobody has more. */
  static final int NAMED_ROLES = 64;

  /** A decision that no budget was asked about. */
  public Decision(
      AgentSnapshot agents,
      PolicySnapshot policy,
      RoutingDecision routing,
      Map<String, RateDemand> demands,
      List<RateReading> rates,
      List<String> roles) {
    this(agents, policy, routing, demands, rates, roles, List.of(), false);
  }

  /** The same decision, and what the budgets said. */
  Decision read(List<BudgetReading> readings) {
    return new Decision(
        agents, policy, routing, demands, rates, roles, List.copyOf(readings), economyFirst);
  }

  /** The same decision, in an order that puts the economy tier first. */
  Decision reordered() {
    return new Decision(agents, policy, routing, demands, rates, roles, budgets, true);
  }

  /** Whether a candidate is of the economy tier. */
  boolean economy(Candidate candidate) {
    return EconomyGate.economy(agents.byName(), candidate.agent().name());
  }

  /** The same decision about another routing. */
  Decision routed(RoutingDecision other) {
    return new Decision(agents, policy, other, demands, rates, roles, budgets, economyFirst);
  }

  /** The same decision, and what the counters said. */
  Decision counted(Collection<RateReading> readings) {
    List<RateReading> ordered =
        readings.stream().sorted(Comparator.comparing(RateReading::key)).toList();
    return new Decision(agents, policy, routing, demands, ordered, roles, budgets, economyFirst);
  }

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

  /** The registrations of {@link #steps}, by name. */
  Map<String, AgentRegistration> registered() {
    Map<String, AgentRegistration> found = new HashMap<>();
    for (RoutableAgent step : steps()) {
      AgentRegistration registration = agents.byName().get(step.name());
      if (registration != null) {
        found.put(step.name(), registration);
      }
    }
    return found;
  }

  /** Names of an explicit chain that are no candidates. */
  public List<String> skipped() {
    return routing instanceof RoutingDecision.Routed routed
        ? routed.plan().skipped()
        : ((RoutingDecision.Refused) routing).skipped();
  }

  /** Whether somebody may be called and nobody who may be can change anything. */
  boolean readOnly() {
    boolean any = false;
    for (Candidate candidate : candidates()) {
      if (candidate.eligibility().eligible()) {
        if (candidate.agent().sideEffect() != SideEffect.READ_ONLY) {
          return false;
        }
        any = true;
      }
    }
    return any;
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
    ArrayNode rows = json.putArray("candidates");
    for (Candidate candidate : named()) {
      ObjectNode row = rows.addObject();
      row.put("action", candidate.eligibility().action());
      row.put("agent", candidate.agent().name());
      row.put("ruleId", candidate.eligibility().ruleId());
      RateDemand demand = demands.get(candidate.agent().name());
      if (demand != null) {
        row.put("rateLimitKey", demand.key()).put("rateLimitPerMinute", demand.limit());
      }
    }
    json.put("policyHash", policy.hash());
    ArrayNode names = json.putArray("roles");
    roles.forEach(names::add);
    if (!rates.isEmpty()) {
      ArrayNode counters = json.putArray("rateLimits");
      rates.stream().limit(NAMED_CANDIDATES).forEach(rate -> counters.add(counter(rate)));
    }
    return json;
  }

  private static ObjectNode counter(RateReading rate) {
    ObjectNode json = Json.object();
    json.put("key", rate.key()).put("limit", rate.limit()).put("used", rate.used());
    return json.put("resetMs", rate.resetMs()).put("counted", rate.counted());
  }

  /**
   * The payload of {@code ROUTER_DECISION}: the plan itself, not only its hash.
   *
   * @param guards what guards the calls of an agent; null for nothing
   */
  ObjectNode routerEvent(Function<AgentRegistration, @Nullable GuardSettings> guards) {
    ObjectNode json = Json.object();
    if (!budgets.isEmpty()) {
      ArrayNode asked = json.putArray("budgets");
      budgets.stream().limit(NAMED_CANDIDATES).forEach(reading -> asked.add(reading.toJson()));
    }
    if (economyFirst || !budgets.isEmpty()) {
      json.put("economyFirst", economyFirst);
    }
    json.put("candidateCount", candidates().size());
    ArrayNode rows = json.putArray("candidates");
    for (Candidate candidate : named()) {
      ObjectNode row = rows.addObject();
      row.put("agent", candidate.agent().name());
      row.put("eligible", candidate.eligibility().eligible());
      row.put("position", candidate.position());
      row.put("sideEffect", candidate.agent().sideEffect().wire());
    }
    putGuards(json, guards);
    ArrayNode plan = json.putArray("plan");
    steps().stream().limit(NAMED_CANDIDATES).forEach(agent -> plan.add(agent.name()));
    if (steps().size() > NAMED_CANDIDATES) {
      json.put("planIsCut", true);
    }
    if (routing instanceof RoutingDecision.Routed routed
        && !routed.plan().maxTimeouts().isEmpty()) {
      ObjectNode limits = json.putObject("maxTimeoutMs");
      new TreeMap<>(routed.plan().maxTimeouts()).forEach(limits::put);
    }
    if (routing instanceof RoutingDecision.Refused refused) {
      json.put("refused", refused.code().name());
    }
    json.put("routingTableHash", agents.table().hash());
    ArrayNode missing = json.putArray("skipped");
    skipped().forEach(missing::add);
    return json;
  }

  private void putGuards(
      ObjectNode json, Function<AgentRegistration, @Nullable GuardSettings> guards) {
    ObjectNode told = null;
    for (RoutableAgent step : steps()) {
      AgentRegistration agent = agents.byName().get(step.name());
      GuardSettings guard = agent == null ? null : guards.apply(agent);
      if (guard != null && (told == null || told.size() < NAMED_CANDIDATES)) {
        told = told == null ? json.putObject("guards") : told;
        told.set(step.name(), GuardDocument.write(guard));
      }
    }
  }

  private List<Candidate> named() {
    List<Candidate> all = candidates();
    return all.size() <= NAMED_CANDIDATES ? all : all.subList(0, NAMED_CANDIDATES);
  }
}
