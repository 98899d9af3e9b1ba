package net.intentus.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.IntentError;
import net.intentus.intent.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * Walks a DIRECT, FALLBACK or BROADCAST plan one agent at a time: {@link #next}, call it, {@link
 * #record}, until {@link #next} is empty. For one thread.
 */
public final class Walk {
  private final Plan plan;
  private final List<String> path = new ArrayList<>();
  private int position;
  private boolean stopped;
  private @Nullable String winner;
  private @Nullable String ambiguous;
  private @Nullable IntentError lastError;

  /**
   * Starts before the first agent.
   *
   * @throws IllegalArgumentException for a PARALLEL plan, see {@link WalkResult#parallel}
   */
  public Walk(Plan plan) {
    if (plan.strategy() == Strategy.PARALLEL) {
      throw new IllegalArgumentException("parallel has no next agent");
    }
    this.plan = plan;
  }

  /** The agent to call now; the same until its outcome is recorded; empty at the end. */
  public Optional<RoutableAgent> next() {
    return stopped ? Optional.empty() : Optional.of(plan.steps().get(position));
  }

  /**
   * Says what calling the agent came to.
   *
   * @throws IllegalStateException when it is not the agent that {@link #next} names
   */
  public void record(RoutableAgent agent, StepOutcome outcome) {
    if (stopped || !plan.steps().get(position).equals(agent)) {
      throw new IllegalStateException("it is not this agent's turn");
    }
    path.add(agent.name());
    position++;
    stopped = position == plan.steps().size();
    if (outcome instanceof StepOutcome.Succeeded) {
      winner = agent.name();
      stopped |= plan.strategy() != Strategy.BROADCAST;
    } else if (outcome instanceof StepOutcome.Failed failed) {
      lastError = failed.error();
    } else if (outcome instanceof StepOutcome.Ambiguous unknown) {
      lastError = unknown.error();
      ambiguous = agent.name();
      stopped = true;
    }
  }

  /**
   * Says that the agent was not called, and why.
   *
   * @throws IllegalStateException when it is not the agent that {@link #next} names
   */
  public void skip(RoutableAgent agent, IntentError why) {
    record(agent, new StepOutcome.Failed(why));
    path.remove(path.size() - 1);
  }

  /**
   * What it all came to.
   *
   * @throws IllegalStateException before the end
   */
  public WalkResult result() {
    if (!stopped) {
      throw new IllegalStateException("the plan has not been walked to its end");
    }
    if (ambiguous != null && lastError != null) {
      return WalkResult.ambiguous(ambiguous, lastError, path);
    }
    if (winner != null) {
      return WalkResult.succeeded(winner, path);
    }
    if (lastError == null) {
      throw new IllegalStateException("neither succeeded nor failed");
    }
    return WalkResult.failed(label(), lastError, path);
  }

  private String label() {
    return plan.strategy() == Strategy.DIRECT ? plan.steps().get(0).name() : plan.strategy().wire();
  }
}
