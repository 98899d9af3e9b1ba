package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.policy.RateDemand;
import net.intentus.policy.RateReading;
import net.intentus.policy.RateSource;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingDecision;

/**
 * Holds a decision to the rate limits of its policy. Counts once for each key of the agents that
 * the plan would call; who has no room left is filtered, and the plan made anew. Where no rule
 * limits anything it does nothing, and asks nobody. Thread-safe.
 */
@Singleton
class RateGate {
  private final RateSource rates;
  private final Decider decider;

  @Inject
  RateGate(RateSource rates, Decider decider) {
    this.rates = rates;
    this.decider = decider;
  }

  /**
   * The decision as it stands when everything is counted.
   *
   * @throws RuntimeException when the database cannot count
   */
  Decision pass(Decision decision, IntentEnvelope envelope) {
    if (decision.demands().isEmpty()) {
      return decision;
    }
    Map<String, RateReading> readings = new HashMap<>();
    Decision passed = decision;
    Collection<RateDemand> open = open(passed, readings);
    while (!open.isEmpty()) {
      readings.putAll(rates.count(open));
      Set<String> limited = limited(decision, readings);
      passed = limited.isEmpty() ? passed : decider.without(decision, limited, envelope);
      open = open(passed, readings);
    }
    return named(passed).counted(readings.values());
  }

  /** One demand for each key that nothing was counted under yet: the most generous. */
  private static Collection<RateDemand> open(Decision decision, Map<String, RateReading> readings) {
    Map<String, RateDemand> open = new HashMap<>();
    for (RoutableAgent agent : decision.steps()) {
      RateDemand demand = decision.demands().get(agent.name());
      if (demand != null && !readings.containsKey(demand.key())) {
        open.merge(demand.key(), demand, (a, b) -> a.limit() >= b.limit() ? a : b);
      }
    }
    return open.values();
  }

  private static Set<String> limited(Decision decision, Map<String, RateReading> readings) {
    Set<String> limited = new HashSet<>();
    decision
        .demands()
        .forEach(
            (agent, demand) -> {
              RateReading reading = readings.get(demand.key());
              if (reading != null && !reading.allows(demand.limit())) {
                limited.add(agent);
              }
            });
    return limited;
  }

  /** Whoever is refused for its rate alone can come back later: that is no denial. */
  private static Decision named(Decision decision) {
    return decision.routing() instanceof RoutingDecision.Refused refused
            && refused.code() == ErrorCode.POLICY_DENIED
        ? decision.routed(
            new RoutingDecision.Refused(
                ErrorCode.RATE_LIMIT,
                "The rate limit is used up for every agent that policy allows.",
                refused.candidates(),
                refused.skipped()))
        : decision;
  }
}
