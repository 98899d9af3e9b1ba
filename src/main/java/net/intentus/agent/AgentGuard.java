package net.intentus.agent;

import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import net.intentus.agent.CircuitReading.State;
import net.intentus.agent.GuardActed.Act;
import net.intentus.agent.GuardSettings.Breaker;
import net.intentus.intent.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What stands between calls of one agent and its transport, on this instance: places, the cap of a
 * minute, the circuit. Thread-safe; a call may wait for a place on its own thread.
 */
final class AgentGuard {
  private final Time time;
  private final Consumer<State> moved;
  private final Consumer<Act> acted;
  private final Bulkhead places = new Bulkhead(Integer.MAX_VALUE, 0);
  private final MinuteWindow minute = new MinuteWindow();
  private volatile GuardSettings settings = GuardSettings.NONE;
  private volatile long revision = Long.MIN_VALUE;
  private volatile @Nullable Circuit circuit;

  /**
   * What guards measure time with.
   *
   * @param nanos for durations
   * @param ceilingMs how long a wait may take where no other limit is set
   */
  record Time(Clock clock, LongSupplier nanos, int ceilingMs) {}

  AgentGuard(Time time, Consumer<State> moved, Consumer<Act> acted) {
    this.time = time;
    this.acted = acted;
    this.moved = moved;
  }

  /**
   * Takes settings over unless newer ones are in force: an execution that began earlier still holds
   * the registration of then. Calls that run go on and keep their places.
   */
  AgentGuard with(GuardSettings wanted, long atRevision) {
    if (atRevision > revision) {
      change(wanted, atRevision);
    }
    return this;
  }

  private synchronized void change(GuardSettings wanted, long atRevision) {
    if (atRevision <= revision) {
      return;
    }
    GuardSettings old = settings;
    Integer limit = wanted.maxConcurrent();
    places.resize(limit == null ? Integer.MAX_VALUE : limit, wanted.maxQueued());
    Breaker breaker = wanted.circuitBreaker();
    if (!Objects.equals(breaker, old.circuitBreaker())) {
      circuit = breaker == null ? null : new Circuit(breaker, time.nanos(), moved, acted);
    }
    settings = wanted;
    revision = atRevision;
  }

  /** Forgets all failures. */
  void reset() {
    Circuit known = circuit;
    if (known != null) {
      known.reset();
    }
  }

  CircuitReading circuit() {
    Circuit known = circuit;
    return known == null
        ? CircuitReading.CLOSED
        : new CircuitReading(known.state(), false, known.leftMs(), null, null);
  }

  /** Makes the call when a place is free and the circuit lets it through. */
  AgentOutcome call(
      AgentCall call, Cancellation cancellation, Function<AgentCall, AgentOutcome> send) {
    GuardSettings now = settings;
    long begun = time.nanos().getAsLong();
    AgentCall limited = call.within(now.timeoutMs());
    switch (places.enter(limited.ceilingMs(time.ceilingMs()), cancellation)) {
      case FULL -> {
        acted.accept(Act.PLACE_REFUSED);
        return full("As many calls of the agent as may are running and waiting.");
      }
      case TIMED_OUT -> {
        acted.accept(Act.PLACE_REFUSED);
        return full("No place for a call of the agent became free in time.").after(since(begun));
      }
      case CANCELLED -> {
        return Failures.cancelled(false).after(since(begun));
      }
      case ENTERED -> {
        if (now.maxConcurrent() != null) {
          acted.accept(Act.PLACE_GIVEN);
        }
      }
    }
    try {
      long waited = since(begun);
      AgentCall rest = limited.less(waited);
      Long limit = limited.maxTimeoutMs();
      boolean hurried = limit != null && rest.ceilingMs(time.ceilingMs()) < limit / 2;
      return counted(now, rest, hurried, send).after(waited);
    } finally {
      places.leave();
    }
  }

  private long since(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(time.nanos().getAsLong() - begun);
  }

  /** How the places are taken now; null when there is no bound. */
  @Nullable Places places() {
    return settings.maxConcurrent() == null ? null : places.now();
  }

  private AgentOutcome counted(
      GuardSettings now, AgentCall call, boolean hurried, Function<AgentCall, AgentOutcome> send) {
    if (call.ceilingMs(time.ceilingMs()) <= 0) {
      return Failures.timedOut(false);
    }
    Integer cap = now.maxCallsPerMinute();
    long millis = time.clock().millis();
    if (cap != null && !minute.take(cap, millis)) {
      return Failures.limited(MinuteWindow.leftMs(millis));
    }
    Circuit known = circuit;
    return known == null || call.test()
        ? timed(now, send.apply(call))
        : known.call(hurried, () -> timed(now, send.apply(call)));
  }

  private AgentOutcome timed(GuardSettings now, AgentOutcome outcome) {
    if (now.timeoutMs() != null) {
      boolean late =
          outcome instanceof AgentOutcome.Failed failed
              && failed.error().code() == ErrorCode.AGENT_TIMEOUT;
      acted.accept(late ? Act.TIMED_OUT : Act.IN_TIME);
    }
    return outcome;
  }

  private static AgentOutcome full(String message) {
    return Failures.of(ErrorCode.CAPACITY_EXCEEDED, message, false);
  }
}
