package net.intentus.execution;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import net.intentus.intent.SideEffect;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;

/**
 * The part of an execution's time that one agent of a plan has, with all its tries and the waits
 * between them. Thread-safe.
 *
 * @param end when it is over; null is never
 */
record Turn(Clock clock, @Nullable Instant end) {

  /**
   * The turn that begins now. What is left is shared evenly by the agent and those that are still
   * to come; what one does not use is the next one's. A call whose work cannot be undone gets all
   * of it: cut short it would be ambiguous, and then nobody else is called anyway.
   */
  static Turn of(RunRequest request, RoutableAgent agent, Clock clock) {
    Instant deadline = request.deadline();
    if (deadline == null || agent.sideEffect() == SideEffect.IRREVERSIBLE) {
      return new Turn(clock, deadline);
    }
    List<RoutableAgent> steps = request.plan().steps();
    int sharers = steps.size() - Math.max(0, steps.indexOf(agent));
    long now = clock.millis();
    return new Turn(clock, Instant.ofEpochMilli(now + (deadline.toEpochMilli() - now) / sharers));
  }

  /** In milliseconds, zero or less when it is over; null when it has no end. */
  @Nullable Long leftMs() {
    return end == null ? null : end.toEpochMilli() - clock.millis();
  }
}
