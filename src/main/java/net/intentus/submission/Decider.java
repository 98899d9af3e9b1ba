package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
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
import net.intentus.routing.Eligibility;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.Router;
import net.intentus.routing.RouterLimits;

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
    Function<RoutableAgent, Eligibility> eligibility =
        agent -> {
          PolicyDecision decided = engine.evaluate(agent.name());
          return new Eligibility(
              decided.action() == PolicyDecision.Action.ALLOW,
              decided.action().wire(),
              decided.ruleId());
        };
    return new Decision(
        agents, policy, Router.decide(candidates, envelope.routing(), eligibility, limits));
  }
}
