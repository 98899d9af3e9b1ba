package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.AgentSnapshot;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentEnvelope;
import net.intentus.policy.PolicyContext;
import net.intentus.policy.PolicyDecision;
import net.intentus.policy.PolicyEngine;
import net.intentus.policy.PolicySnapshot;
import net.intentus.policy.PolicySource;
import net.intentus.policy.RateDemand;
import net.intentus.routing.Candidate;
import net.intentus.routing.Eligibility;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.Router;
import net.intentus.routing.RouterLimits;
import net.intentus.routing.RoutingDecision;

/** Puts registry, policy and envelope together to a decision. In memory; thread-safe. */
@Singleton
public class Decider {
  private final AgentRegistry registry;
  private final PolicySource policies;
  private final RouterLimits limits;

  @Inject
  public Decider(AgentRegistry registry, PolicySource policies, Settings settings) {
    this.registry = registry;
    this.policies = policies;
    this.limits = new RouterLimits(settings.requireDeterminism(), settings.limits().maxFanout());
  }

  /** Decides; calls nobody and stores nothing. */
  public Decision decide(IntentEnvelope envelope, Caller caller, String tenant) {
    AgentSnapshot agents = registry.current();
    PolicySnapshot policy = policies.current();
    List<RoutableAgent> candidates = agents.table().candidates(envelope.intent(), tenant);
    PolicyContext context =
        new PolicyContext(
            caller.subject(),
            caller.roles(),
            tenant,
            envelope.intent().name(),
            caller.keyId(),
            caller.address(),
            envelope.payload());
    PolicyEngine engine = PolicyEngine.of(policy.document(), context);
    Map<String, RateDemand> demands = new HashMap<>();
    Function<RoutableAgent, Eligibility> eligibility =
        agent -> {
          PolicyDecision decided = engine.evaluate(agent.name());
          RateDemand demand = decided.demand();
          if (demand != null) {
            demands.put(agent.name(), demand);
          }
          return new Eligibility(
              decided.action() == PolicyDecision.Action.ALLOW,
              decided.action().wire(),
              decided.ruleId(),
              decided.maxTimeoutMs());
        };
    RoutingDecision routing = Router.decide(candidates, envelope.routing(), eligibility, limits);
    return new Decision(agents, policy, routing, demands, List.of(), roles(caller));
  }

  /** The same decision without those candidates, which are called too often already. */
  Decision without(Decision decision, Set<String> limited, IntentEnvelope envelope) {
    Map<String, Eligibility> eligibility = new HashMap<>();
    List<RoutableAgent> agents = new ArrayList<>();
    for (Candidate candidate : decision.candidates()) {
      String name = candidate.agent().name();
      agents.add(candidate.agent());
      eligibility.put(
          name,
          limited.contains(name) ? candidate.eligibility().limited() : candidate.eligibility());
    }
    return decision.routed(
        Router.decide(
            agents,
            envelope.routing(),
            agent -> Objects.requireNonNull(eligibility.get(agent.name())),
            limits));
  }

  /** The same decision with the candidates of the economy tier before the others. */
  Decision economyFirst(Decision decision, IntentEnvelope envelope) {
    Map<String, Eligibility> eligibility = new HashMap<>();
    List<RoutableAgent> first = new ArrayList<>();
    List<RoutableAgent> rest = new ArrayList<>();
    for (Candidate candidate : decision.candidates()) {
      (decision.economy(candidate) ? first : rest).add(candidate.agent());
      eligibility.put(candidate.agent().name(), candidate.eligibility());
    }
    first.addAll(rest);
    return decision
        .routed(
            Router.decide(
                first,
                envelope.routing(),
                agent -> Objects.requireNonNull(eligibility.get(agent.name())),
                limits))
        .reordered();
  }

  /** What the record tells of the caller's roles: an input of the decision, and bounded. */
  private static List<String> roles(Caller caller) {
    return caller.roles().size() == 1
        ? List.copyOf(caller.roles())
        : caller.roles().stream().sorted().limit(Decision.NAMED_ROLES).toList();
  }
}
