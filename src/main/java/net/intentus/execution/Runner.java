package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import net.intentus.agent.AgentCall;
import net.intentus.agent.AgentInvoker;
import net.intentus.agent.AgentOutcome;
import net.intentus.agent.AgentRegistration;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionLog;
import net.intentus.journal.Journal;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.StepOutcome;
import net.intentus.routing.Walk;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/**
 * Walks a plan: makes durable what has to be, calls the agent, writes down what happened. Stateless
 * and thread-safe; one call of {@link #run} uses one thread, and for PARALLEL a few more.
 */
@Singleton
public class Runner {
  private final AgentInvoker invoker;
  private final Journal journal;
  private final RunClock clock;
  private final Event<AttemptFinished> spans;
  private final ParallelCalls parallel;
  private final Spending spending;

  @Inject
  public Runner(
      AgentInvoker invoker,
      Journal journal,
      Clock clock,
      Event<AttemptFinished> spans,
      ParallelCalls parallel,
      Spending spending) {
    this.spending = spending;
    this.invoker = invoker;
    this.journal = journal;
    this.clock = new RunClock(clock);
    this.spans = spans;
    this.parallel = parallel;
  }

  /** Runs the plan to its end. Never throws for what an agent does. */
  public RunResult run(RunRequest request) {
    AttemptLog log = new AttemptLog(request, clock.clock(), spans);
    return request.plan().strategy() == Strategy.PARALLEL
        ? parallel.run(request, log)
        : inOrder(request, log, new Walk(request.plan()), null);
  }

  /**
   * Goes on with a run that was interrupted. What has ended stays as it is. An irreversible attempt
   * without an end is ambiguous and stops the plan; any other is made again with the same
   * idempotency key.
   *
   * @param refusal why nobody may be called, so that the result is ambiguous; usually null
   */
  public RunResult resume(RunRequest request, RecordedRun past, @Nullable String refusal) {
    Resumption resumption =
        new Resumption(
            request, past, refusal, new AttemptLog(request, clock.clock(), spans, past), spending);
    return request.plan().strategy() == Strategy.PARALLEL
        ? resumption.parallel(rest -> parallel.run(rest, resumption.log()))
        : resumption.inOrder((walk, payload) -> inOrder(request, resumption.log(), walk, payload));
  }

  private RunResult inOrder(
      RunRequest request, AttemptLog log, Walk walk, @Nullable JsonNode earlier) {
    JsonNode payload = earlier;
    boolean reported = false;
    Tries tries = new Tries(request, log, invoker, journal, spending, clock);
    Optional<RoutableAgent> next = walk.next();
    while (next.isPresent()) {
      RoutableAgent agent = next.get();
      Tries.Result result = tries.run(agent);
      if (result instanceof Tries.NotStored not) {
        return new RunResult.NotStored(not.why(), not.begun());
      }
      Tries.Called called = result instanceof Tries.Called done ? done : null;
      JsonNode answer = called == null ? null : answer(called.outcome());
      if (answer != null) {
        payload = answer;
      } else {
        reported = called != null && called.outcome() instanceof AgentOutcome.Reported;
      }
      IntentError error = called == null ? ((Tries.Skipped) result).why() : error(called.step());
      if (called == null) {
        walk.skip(agent, ((Tries.Skipped) result).why());
      } else {
        walk.record(agent, called.step());
      }
      next = walk.next();
      if (next.isPresent() && called != null && answer != null) {
        keep(request, called.attempt(), answer);
      }
      if (next.isPresent() && error != null && request.plan().strategy() == Strategy.FALLBACK) {
        log.fellBack(agent.name(), next.get().name(), error);
      }
    }
    return finished(walk.result(), payload, reported, log);
  }

  static @Nullable JsonNode answer(AgentOutcome outcome) {
    return outcome instanceof AgentOutcome.Succeeded done ? done.payload() : null;
  }

  /** The answer may be the result yet, and the record holds its hash only. */
  private static void keep(RunRequest request, int attempt, JsonNode answer) {
    ExecutionLog log = request.log();
    if (log != null
        && request.plan().steps().stream()
            .anyMatch(agent -> agent.sideEffect() != SideEffect.READ_ONLY)) {
      log.keep(attempt, Json.bytes(answer));
    }
  }

  static RunResult finished(
      WalkResult walk, @Nullable JsonNode payload, boolean reported, AttemptLog log) {
    return new RunResult.Finished(
        walk,
        walk.winner() == null ? null : payload,
        reported,
        log.finished(),
        log.skipped(),
        log.startedAt(),
        log.fingerprint());
  }

  static AgentOutcome call(
      AgentInvoker invoker, RunRequest request, String agent, @Nullable Long leftMs) {
    if (leftMs != null && leftMs <= 0) {
      return new AgentOutcome.Failed(
          IntentError.of(ErrorCode.AGENT_TIMEOUT, "The deadline of the execution has passed."),
          false);
    }
    AgentRegistration registration = request.agents().get(agent);
    if (registration == null) {
      return new AgentOutcome.Failed(
          IntentError.of(ErrorCode.AGENT_UNAVAILABLE, "The agent is not registered any more."),
          false);
    }
    return invoker.invoke(
        registration,
        new AgentCall(
            request.envelope(),
            idempotencyKey(request.id(), agent),
            false,
            request.plan().maxTimeouts().get(agent),
            request.tenant(),
            leftMs),
        request.cancellation());
  }

  /** Stable per execution and agent, and safe as a header value whatever the agent's name. */
  static String idempotencyKey(String id, String agent) {
    byte[] digest = Hashes.sha256((id + "\n" + agent).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  /** An irreversible call that was sent and not validly answered is ambiguous, never failed. */
  static StepOutcome judge(RoutableAgent agent, AgentOutcome outcome) {
    if (outcome instanceof AgentOutcome.Succeeded) {
      return new StepOutcome.Succeeded();
    }
    if (outcome instanceof AgentOutcome.Reported answered) {
      return new StepOutcome.Failed(answered.error());
    }
    AgentOutcome.Failed failed = (AgentOutcome.Failed) outcome;
    return failed.sent() && agent.sideEffect() == SideEffect.IRREVERSIBLE
        ? new StepOutcome.Ambiguous(failed.error().with("ambiguous", true))
        : new StepOutcome.Failed(failed.error());
  }

  static @Nullable IntentError error(StepOutcome step) {
    if (step instanceof StepOutcome.Failed failed) {
      return failed.error();
    }
    return step instanceof StepOutcome.Ambiguous unknown ? unknown.error() : null;
  }

  static String word(StepOutcome step, AgentOutcome outcome) {
    if (step instanceof StepOutcome.Succeeded) {
      return "succeeded";
    }
    if (step instanceof StepOutcome.Ambiguous) {
      return "ambiguous";
    }
    boolean cancelled =
        outcome instanceof AgentOutcome.Failed failed
            && failed.error().code() == ErrorCode.WORKFLOW_ABORTED;
    return cancelled ? "cancelled" : "failed";
  }
}
