package net.intentus.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Routing;
import net.intentus.intent.Strategy;

/**
 * Turns candidates, the client's wish and the policy into a plan. Pure: the same input gives the
 * same decision.
 */
public final class Router {
  private final List<Candidate> candidates;
  private final Map<String, Candidate> byName = new HashMap<>();
  private final Routing routing;
  private final RouterLimits limits;

  private Router(List<Candidate> candidates, Routing routing, RouterLimits limits) {
    this.candidates = candidates;
    this.routing = routing;
    this.limits = limits;
    candidates.forEach(candidate -> byName.put(candidate.agent().name(), candidate));
  }

  /**
   * Decides who is called, in which order.
   *
   * @param candidates in total order, as {@link RoutingTable#candidates} gives them
   * @param policy asked once per candidate
   */
  public static RoutingDecision decide(
      List<RoutableAgent> candidates,
      Routing routing,
      Function<RoutableAgent, Eligibility> policy,
      RouterLimits limits) {
    List<Candidate> evaluated = new ArrayList<>(candidates.size());
    for (RoutableAgent agent : candidates) {
      evaluated.add(new Candidate(agent, evaluated.size(), policy.apply(agent)));
    }
    return new Router(evaluated, routing, limits).decide();
  }

  private RoutingDecision decide() {
    if (candidates.isEmpty()) {
      return refuse(ErrorCode.CAPABILITY_NOT_FOUND, "No enabled agent can do this intent.");
    }
    return switch (routing.strategy()) {
      case DIRECT -> direct();
      case FALLBACK -> routing.fallbackAgents().isEmpty() ? fallback() : chain();
      case BROADCAST -> route(candidates);
      case PARALLEL -> parallel();
    };
  }

  private RoutingDecision direct() {
    if (routing.targetAgent() != null) {
      Candidate target = byName.get(routing.targetAgent());
      return target == null ? targetIsNoCandidate() : route(List.of(target));
    }
    return route(candidates);
  }

  private RoutingDecision fallback() {
    if (routing.targetAgent() == null) {
      return route(candidates);
    }
    Candidate target = byName.get(routing.targetAgent());
    if (target == null) {
      return targetIsNoCandidate();
    }
    Set<Candidate> targetFirst = new LinkedHashSet<>();
    targetFirst.add(target);
    targetFirst.addAll(candidates);
    return route(List.copyOf(targetFirst));
  }

  private RoutingDecision chain() {
    Set<String> names = new LinkedHashSet<>();
    if (routing.targetAgent() != null) {
      names.add(routing.targetAgent());
    }
    names.addAll(routing.fallbackAgents());
    List<Candidate> chain = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    for (String name : names) {
      Candidate candidate = byName.get(name);
      if (candidate == null) {
        skipped.add(name);
      } else {
        chain.add(candidate);
      }
    }
    if (chain.isEmpty()) {
      return refuse(
          ErrorCode.ROUTING_ERROR, "No agent of the explicit chain is a candidate.", skipped);
    }
    return route(chain, skipped);
  }

  private RoutingDecision parallel() {
    if (limits.requireDeterminism()) {
      return refuse(
          ErrorCode.VALIDATION_ERROR,
          "The strategy parallel is refused while intentus.routing.require-determinism is true.");
    }
    long eligible = candidates.stream().filter(c -> c.eligibility().eligible()).count();
    if (eligible > limits.maxFanout()) {
      return refuse(
          ErrorCode.VALIDATION_ERROR,
          "The strategy parallel would call %d agents; intentus.limits.max-fanout allows %d."
              .formatted(eligible, limits.maxFanout()));
    }
    return route(candidates);
  }

  private RoutingDecision route(List<Candidate> order) {
    return route(order, List.of());
  }

  private RoutingDecision route(List<Candidate> order, List<String> skipped) {
    List<RoutableAgent> steps =
        order.stream().filter(c -> c.eligibility().eligible()).map(Candidate::agent).toList();
    if (steps.isEmpty()) {
      return refuse(
          ErrorCode.POLICY_DENIED, "Policy allows none of the agents asked for.", skipped);
    }
    if (routing.strategy() == Strategy.DIRECT) {
      steps = steps.subList(0, 1);
    }
    return new RoutingDecision.Routed(
        new Plan(routing.strategy(), candidates, steps, skipped, maxTimeouts(steps)));
  }

  private Map<String, Long> maxTimeouts(List<RoutableAgent> steps) {
    Map<String, Long> limits = new HashMap<>();
    for (RoutableAgent step : steps) {
      Candidate candidate = byName.get(step.name());
      Long limit = candidate == null ? null : candidate.eligibility().maxTimeoutMs();
      if (limit != null) {
        limits.put(step.name(), limit);
      }
    }
    return limits;
  }

  private RoutingDecision targetIsNoCandidate() {
    return refuse(
        ErrorCode.ROUTING_ERROR, "The target agent is not among the candidates for this intent.");
  }

  private RoutingDecision refuse(ErrorCode code, String message) {
    return refuse(code, message, List.of());
  }

  private RoutingDecision refuse(ErrorCode code, String message, List<String> skipped) {
    return new RoutingDecision.Refused(code, message, candidates, skipped);
  }
}
