package net.intentus.routing;

import java.util.List;
import java.util.Map;
import net.intentus.intent.Strategy;

/**
 * What will be done: fixed before the first call, and part of the record.
 *
 * @param candidates all of them in total order, also those that policy filtered out
 * @param steps the agents to call, in the order to call them; never empty, exactly one in DIRECT
 * @param skipped names in an explicit chain that are no candidates, in the chain's order
 * @param maxTimeouts how many milliseconds a call may take, of those in {@code steps} whose policy
 *     rule says so, by name
 */
public record Plan(
    Strategy strategy,
    List<Candidate> candidates,
    List<RoutableAgent> steps,
    List<String> skipped,
    Map<String, Long> maxTimeouts) {

  public Plan {
    maxTimeouts = Map.copyOf(maxTimeouts);
    candidates = List.copyOf(candidates);
    steps = List.copyOf(steps);
    skipped = List.copyOf(skipped);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a plan calls somebody");
    }
  }
}
