package net.intentus.execution;

import java.util.OptionalLong;
import net.intentus.agent.AgentInvoker;
import net.intentus.agent.AgentOutcome;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.GuardActed.Act;
import net.intentus.agent.GuardSettings.Retry;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.SideEffect;
import net.intentus.journal.Appended;
import net.intentus.journal.Journal;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.StepOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Calls the agents of one run, one at a time: each as often as its guard allows, each try an
 * attempt of its own. For the thread that walks the plan.
 */
final class Tries {
  private final RunRequest request;
  private final AttemptLog log;
  private final AgentInvoker invoker;
  private final Journal journal;
  private final Spending spending;
  private final RunClock clock;
  private boolean begun;

  Tries(
      RunRequest request,
      AttemptLog log,
      AgentInvoker invoker,
      Journal journal,
      Spending spending,
      RunClock clock) {
    this.spending = spending;
    this.request = request;
    this.log = log;
    this.invoker = invoker;
    this.journal = journal;
    this.clock = clock;
  }

  /** What the turn of an agent came to. */
  sealed interface Result {}

  /** The agent was called; this is what the last try came to. */
  record Called(int attempt, AgentOutcome outcome, StepOutcome step) implements Result {}

  /** It was not called: its circuit is open, or there is no time left. */
  record Skipped(IntentError why) implements Result {}

  /**
   * What had to be durable before a try could not be stored.
   *
   * @param begun whether an earlier append of this execution is durable
   */
  record NotStored(Appended why, boolean begun) implements Result {}

  Result run(RoutableAgent agent) {
    AgentRegistration registration = request.agents().get(agent.name());
    IntentError refusal = refusal(registration);
    if (refusal != null) {
      log.skipped(agent.name(), refusal);
      return new Skipped(refusal);
    }
    Turn turn = Turn.of(request, agent, clock.clock());
    Retry retry = retry(agent, registration);
    for (int retries = log.retried(agent.name()); ; retries++) {
      AttemptLog.Begun attempt = log.begin(agent.name());
      Grant grant = spending.reserve(request, attempt);
      Appended stored = grant.refusal() == null ? store(agent, retries) : Appended.DURABLE;
      if (stored != Appended.DURABLE) {
        spending.release(grant);
        return new NotStored(stored, begun);
      }
      AgentOutcome outcome = grant.call(request, told -> call(told, agent, turn));
      StepOutcome step = Runner.judge(agent, outcome);
      // what a budget refuses now it would refuse again
      Retry again = grant.refusal() == null ? retry : null;
      OptionalLong pause = pause(again, retries, step, attempt.index(), turn);
      spending.end(
          request,
          log,
          attempt,
          grant,
          outcome,
          Runner.word(step, outcome),
          Runner.error(step),
          pause);
      boolean more = pause.isPresent() && Backoff.pause(pause.getAsLong(), request.cancellation());
      if (again != null && registration != null) {
        invoker.note(registration, act(again, retries, step, more));
      }
      if (!more) {
        return new Called(attempt.index(), outcome, step);
      }
    }
  }

  private static Act act(Retry retry, int retries, StepOutcome step, boolean more) {
    if (more) {
      return Act.RETRIED;
    }
    if (step instanceof StepOutcome.Succeeded) {
      return retries == 0 ? Act.DONE_AT_ONCE : Act.DONE_AFTER_RETRIES;
    }
    if (retries == 0) {
      return Act.FAILED_AT_ONCE;
    }
    return retries < retry.maxRetries() ? Act.FAILED_AFTER_RETRIES : Act.RETRIES_USED_UP;
  }

  private AgentOutcome call(RunRequest told, RoutableAgent agent, Turn turn) {
    return Runner.call(invoker, told, agent.name(), turn.leftMs());
  }

  private @Nullable IntentError refusal(@Nullable AgentRegistration agent) {
    Long left = clock.leftMs(request);
    if (left != null && left <= 0) {
      return IntentError.of(ErrorCode.AGENT_TIMEOUT, "The deadline of the execution has passed.");
    }
    return agent == null ? null : invoker.refusal(agent);
  }

  /**
   * Makes durable what has to be before the agent may be called. A retry is, wherever a crash would
   * not end the execution: or recovery would give it once more.
   */
  private Appended store(RoutableAgent agent, int retries) {
    if (request.log() == null) {
      return Appended.DURABLE;
    }
    boolean counts = retries > 0 && (begun || log.resumed());
    boolean required = agent.sideEffect() != SideEffect.READ_ONLY || request.log().claimsKey();
    if (!required && !counts) {
      return Appended.DURABLE;
    }
    Appended stored = journal.commit(request.log());
    begun |= stored == Appended.DURABLE;
    return stored;
  }

  private OptionalLong pause(
      @Nullable Retry retry, int retries, StepOutcome step, int attempt, Turn turn) {
    return retry != null && step instanceof StepOutcome.Failed failed
        ? Backoff.next(retry, retries, failed.error(), request.id(), attempt, turn.leftMs())
        : OptionalLong.empty();
  }

  /** By what was decided and by what is registered, whichever is stricter. */
  private static @Nullable Retry retry(
      RoutableAgent agent, @Nullable AgentRegistration registration) {
    if (registration == null || registration.guard() == null) {
      return null;
    }
    boolean once =
        agent.sideEffect() == SideEffect.IRREVERSIBLE
            || registration.sideEffect() == SideEffect.IRREVERSIBLE;
    return once ? null : registration.guard().retry();
  }
}
