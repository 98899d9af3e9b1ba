package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Calls agents inside this application: prompt ones on the caller's thread, the others and those
 * whose time is limited on a bounded pool, where they can be interrupted.
 */
final class LocalTransport implements Transport {
  private static final Logger LOG = Logger.getLogger(LocalTransport.class.getName());
  private final LocalAgents agents;
  private final ExecutorService threads;
  private final int ceilingMs;

  LocalTransport(LocalAgents agents, ExecutorService threads, int ceilingMs) {
    this.agents = agents;
    this.threads = threads;
    this.ceilingMs = ceilingMs;
  }

  @Override
  public AgentOutcome call(AgentRegistration agent, AgentCall call, Cancellation cancellation) {
    Optional<Agent> inside = agents.find(agent.name());
    if (inside.isEmpty()) {
      return Failures.of(
          ErrorCode.AGENT_UNAVAILABLE, "The agent is not part of this instance.", false);
    }
    IntentEnvelope copy = call.envelope().withPayload(call.envelope().payload().deepCopy());
    return inside.get().descriptor().prompt() && !call.limited()
        ? handle(inside.get(), copy)
        : onThread(inside.get(), copy, call.ceilingMs(ceilingMs), cancellation);
  }

  private AgentOutcome onThread(
      Agent agent, IntentEnvelope envelope, int limitMs, Cancellation cancellation) {
    AtomicBoolean begun = new AtomicBoolean();
    Future<AgentOutcome> future;
    try {
      future =
          threads.submit(
              () -> {
                begun.set(true);
                return handle(agent, envelope);
              });
    } catch (RejectedExecutionException e) {
      return Failures.of(
          ErrorCode.CAPACITY_EXCEEDED, "Too many calls of local agents are running.", false);
    }
    cancellation.onCancel(() -> future.cancel(true));
    try {
      return future.get(limitMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      return Failures.timedOut(true);
    } catch (CancellationException e) {
      return Failures.cancelled(begun.get());
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      return Failures.cancelled(begun.get());
    } catch (ExecutionException e) {
      return broken(e.getCause());
    }
  }

  private static AgentOutcome handle(Agent agent, IntentEnvelope envelope) {
    JsonNode answer;
    try {
      answer = agent.handle(envelope);
    } catch (AgentException e) {
      return new AgentOutcome.Reported(e.error());
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      return broken(e);
    }
    if (answer == null) {
      return Failures.of(ErrorCode.INTERNAL_AGENT_ERROR, "The agent answered nothing.", true);
    }
    if (!AnswerCheck.usable(answer)) {
      return Failures.protocol("The agent's answer is not interoperable JSON.");
    }
    return new AgentOutcome.Succeeded(answer.deepCopy(), null);
  }

  /**
   * Only the kind and the place are logged: messages of exceptions repeat what was being handled.
   */
  private static AgentOutcome broken(@Nullable Throwable cause) {
    if (cause != null && !(cause instanceof InterruptedException)) {
      StackTraceElement[] trace = cause.getStackTrace();
      LOG.log(
          Level.WARNING,
          "a local agent failed with {0} at {1}",
          new Object[] {cause.getClass().getName(), trace.length == 0 ? "?" : trace[0]});
    }
    return Failures.of(ErrorCode.INTERNAL_AGENT_ERROR, "The agent failed unexpectedly.", true);
  }
}
