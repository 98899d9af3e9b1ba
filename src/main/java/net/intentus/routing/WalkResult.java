package net.intentus.routing;

import java.util.List;
import net.intentus.intent.IntentError;
import net.intentus.intent.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * What walking a plan came to.
 *
 * @param winner the agent whose answer is the result, or null
 * @param agent what {@code metadata.agent} says: the winner; without one the strategy's name, or
 *     the agent itself in DIRECT and when it is ambiguous
 * @param error null exactly when there is a winner
 * @param decisionPath the agents that were called, in launch order
 * @param ambiguous whether nobody knows what was done
 */
public record WalkResult(
    @Nullable String winner,
    String agent,
    @Nullable IntentError error,
    List<String> decisionPath,
    boolean ambiguous) {
  public WalkResult {
    decisionPath = List.copyOf(decisionPath);
    if ((winner == null) == (error == null)) {
      throw new IllegalArgumentException("either a winner or an error");
    }
  }

  /**
   * The result of a PARALLEL plan whose agents were all launched: the first success; without one
   * the first ambiguity; without that the error that came last.
   *
   * @param completed in completion order; agents that were cancelled because of a success are left
   *     out
   * @throws IllegalArgumentException when nothing has completed
   */
  public static WalkResult parallel(Plan plan, List<Completed> completed) {
    if (completed.isEmpty()) {
      throw new IllegalArgumentException("nothing has completed");
    }
    List<String> path = plan.steps().stream().map(RoutableAgent::name).toList();
    for (Completed one : completed) {
      if (one.outcome() instanceof StepOutcome.Succeeded) {
        return succeeded(one.agent().name(), path);
      }
    }
    for (Completed one : completed) {
      if (one.outcome() instanceof StepOutcome.Ambiguous outcome) {
        return ambiguous(one.agent().name(), outcome.error(), path);
      }
    }
    if (completed.get(completed.size() - 1).outcome() instanceof StepOutcome.Failed last) {
      return failed(Strategy.PARALLEL.wire(), last.error(), path);
    }
    throw new IllegalStateException("neither succeeded nor ambiguous nor failed");
  }

  /** One agent of a PARALLEL plan that has ended. */
  public record Completed(RoutableAgent agent, StepOutcome outcome) {}

  static WalkResult succeeded(String winner, List<String> path) {
    return new WalkResult(winner, winner, null, path, false);
  }

  static WalkResult failed(String label, IntentError error, List<String> path) {
    return new WalkResult(null, label, error, path, false);
  }

  static WalkResult ambiguous(String agent, IntentError error, List<String> path) {
    return new WalkResult(null, agent, error, path, true);
  }
}
