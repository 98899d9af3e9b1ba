package net.intentus.agent;

import io.smallrye.faulttolerance.core.FaultToleranceContext;
import io.smallrye.faulttolerance.core.Future;
import io.smallrye.faulttolerance.core.circuit.breaker.CircuitBreaker;
import io.smallrye.faulttolerance.core.circuit.breaker.CircuitBreakerEvents.StateTransition;
import io.smallrye.faulttolerance.core.stopwatch.RunningStopwatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.intentus.agent.CircuitReading.State;
import net.intentus.agent.GuardActed.Act;
import net.intentus.agent.GuardSettings.Breaker;
import net.intentus.intent.ErrorCode;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The circuit of one agent on this instance, as MicroProfile Fault Tolerance describes a circuit
 * breaker: closed until enough of the newest calls have failed, then open for a while, then
 * half-open for as many calls as have to succeed. It has no thread: it moves when it is asked.
 * Thread-safe.
 *
 * <p>What an agent reports is an answer, so it is no failure; that it is too busy (429) always is
 * one. What this instance did not send or has cancelled is none, unless that was a call to see
 * whether the agent works again.
 */
final class Circuit {
  private final CircuitBreaker<AgentOutcome> breaker;
  private final long delayMs;
  private final LongSupplier nanos;
  private final Consumer<State> moved;
  private final Consumer<Act> acted;
  private volatile long openedAt;

  /**
   * A closed one.
   *
   * @param nanos for durations
   * @param moved is told when it moves, on the thread of the call that moved it
   * @param acted is told what it took each call for
   */
  Circuit(Breaker settings, LongSupplier nanos, Consumer<State> moved, Consumer<Act> acted) {
    this.acted = acted;
    this.delayMs = settings.delayMs();
    this.nanos = nanos;
    this.moved = moved;
    this.breaker =
        new CircuitBreaker<>(
            FaultToleranceContext::call,
            "agent",
            thrown -> false,
            settings.delayMs(),
            settings.requestVolumeThreshold(),
            settings.failureRatio(),
            settings.successThreshold(),
            this::opened,
            NoTimer.INSTANCE);
  }

  private RunningStopwatch opened() {
    long begun = nanos.getAsLong();
    openedAt = begun;
    return () -> TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun);
  }

  State state() {
    return switch (breaker.currentState()) {
      case CircuitBreaker.STATE_CLOSED -> State.CLOSED;
      case CircuitBreaker.STATE_OPEN -> untilProbed() > 0 ? State.OPEN : State.HALF_OPEN;
      default -> State.HALF_OPEN;
    };
  }

  /** How many milliseconds it stays open; 0 when it is not. */
  long leftMs() {
    return breaker.currentState() == CircuitBreaker.STATE_OPEN ? untilProbed() : 0;
  }

  private long untilProbed() {
    return Math.max(0, delayMs - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - openedAt));
  }

  /** Closes it and forgets every failure. */
  void reset() {
    boolean closed = breaker.currentState() == CircuitBreaker.STATE_CLOSED;
    breaker.reset();
    if (!closed) {
      moved.accept(State.CLOSED);
    }
  }

  /**
   * Makes the call unless the circuit is open.
   *
   * @param hurried whether the call has so little time that not being answered says nothing: it is
   *     not counted then, and no call to see whether the agent works again
   */
  AgentOutcome call(boolean hurried, Supplier<AgentOutcome> send) {
    if (hurried) {
      return state() == State.CLOSED ? send.get() : refused();
    }
    FaultToleranceContext<AgentOutcome> context =
        new FaultToleranceContext<>(() -> counted(send.get()), false);
    context.registerEventHandler(StateTransition.class, this::tell);
    try {
      return breaker.apply(context).awaitBlocking();
    } catch (Fault fault) {
      return fault.outcome;
    } catch (CircuitBreakerOpenException e) {
      return refused();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call ends with an outcome", e);
    }
  }

  private AgentOutcome refused() {
    acted.accept(Act.CALL_REFUSED);
    return Failures.open(new CircuitReading(State.OPEN, false, leftMs(), null, null));
  }

  private void tell(StateTransition transition) {
    moved.accept(
        switch (transition) {
          case TO_OPEN -> State.OPEN;
          case TO_HALF_OPEN -> State.HALF_OPEN;
          case TO_CLOSED -> State.CLOSED;
        });
  }

  private Future<AgentOutcome> counted(AgentOutcome outcome) {
    boolean failure = outcome instanceof AgentOutcome.Failed failed && faulty(failed);
    acted.accept(failure ? Act.CALL_FAILED : Act.CALL_SUCCEEDED);
    return failure ? Future.ofError(new Fault(outcome)) : Future.of(outcome);
  }

  private boolean faulty(AgentOutcome.Failed failed) {
    ErrorCode code = failed.error().code();
    return switch (code) {
      case AGENT_TIMEOUT,
          AGENT_UNAVAILABLE,
          TOOL_UNAVAILABLE,
          TRANSPORT_ERROR,
          PROTOCOL_ERROR,
          INTERNAL_AGENT_ERROR,
          RATE_LIMIT ->
          true;
      default ->
          code == ErrorCode.WORKFLOW_ABORTED
              && breaker.currentState() == CircuitBreaker.STATE_HALF_OPEN;
    };
  }

  /** A failed call on its way through the breaker, which knows failures by what is thrown. */
  @SuppressWarnings("serial") // never leaves this class
  private static final class Fault extends Exception {
    private final AgentOutcome outcome;

    Fault(AgentOutcome outcome) {
      super(null, null, false, false);
      this.outcome = outcome;
    }
  }
}
