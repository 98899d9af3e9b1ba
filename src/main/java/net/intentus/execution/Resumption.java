package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import net.intentus.agent.AgentRegistration;
import net.intentus.budget.Usage;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.SideEffect;
import net.intentus.routing.Plan;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.StepOutcome;
import net.intentus.routing.Walk;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/** Finds the place where an interrupted run has to go on. For one thread, once. */
final class Resumption {
  private static final String LOST = "The server stopped before the agent's answer was recorded.";
  private final RunRequest request;
  private final RecordedRun past;
  private final @Nullable String refusal;
  private final AttemptLog log;
  private final Spending spending;
  private final Map<Integer, Usage> spent;

  Resumption(
      RunRequest request,
      RecordedRun past,
      @Nullable String refusal,
      AttemptLog log,
      Spending spending) {
    this.spending = spending;
    this.spent = spending.lost(request, past);
    this.request = request;
    this.past = past;
    this.refusal = refusal;
    this.log = log;
  }

  AttemptLog log() {
    return log;
  }

  /** Walks over what has been done, then on from there, with the answer that stands so far. */
  RunResult inOrder(BiFunction<Walk, @Nullable JsonNode, RunResult> goOn) {
    Walk walk = new Walk(request.plan());
    JsonNode payload = null;
    for (AttemptRecord attempt : past.counted()) {
      RoutableAgent agent = turn(walk, attempt.agent());
      if (attempt.called() || attempt.error() == null) {
        walk.record(agent, outcome(attempt));
      } else {
        walk.skip(agent, attempt.error());
      }
      payload = attempt.outcome().equals("succeeded") ? attempt.payload() : payload;
    }
    for (RecordedRun.OpenAttempt attempt : past.open()) {
      RoutableAgent agent = turn(walk, attempt.agent());
      if (repeatable(agent)) {
        lost(attempt, "failed", lost());
      } else {
        walk.record(agent, ambiguous(attempt));
      }
    }
    if (refusal != null && walk.next().isPresent()) {
      return stuck(walk.next().get().name());
    }
    return goOn.apply(walk, payload);
  }

  /** Launches again, together, whoever has not ended, unless one of them must not be repeated. */
  RunResult parallel(Function<RunRequest, RunResult> goOn) {
    Plan plan = request.plan();
    Map<String, RoutableAgent> rest = new HashMap<>();
    plan.steps().forEach(agent -> rest.put(agent.name(), agent));
    List<WalkResult.Completed> completed = new ArrayList<>();
    for (AttemptRecord attempt : past.counted()) {
      RoutableAgent agent = Objects.requireNonNull(rest.remove(attempt.agent()));
      completed.add(new WalkResult.Completed(agent, outcome(attempt)));
    }
    boolean stop = false;
    for (RecordedRun.OpenAttempt attempt : past.open()) {
      RoutableAgent agent = Objects.requireNonNull(rest.get(attempt.agent()));
      if (repeatable(agent)) {
        lost(attempt, "failed", lost());
      } else {
        completed.add(new WalkResult.Completed(agent, ambiguous(attempt)));
        stop = true;
      }
    }
    if (refusal != null && !stop) {
      return stuck(plan.steps().get(0).name());
    }
    List<RoutableAgent> steps =
        plan.steps().stream().filter(agent -> rest.containsKey(agent.name())).toList();
    return stop || steps.isEmpty()
        ? Runner.finished(WalkResult.parallel(plan, completed), null, false, log)
        : goOn.apply(
            request.with(
                new Plan(
                    plan.strategy(), plan.candidates(), steps, List.of(), plan.maxTimeouts())));
  }

  private void lost(RecordedRun.OpenAttempt attempt, String outcome, IntentError error) {
    Usage usage = spent.get(attempt.index());
    log.lost(attempt, outcome, error, usage);
    if (usage != null) {
      spending.settledLost(request, attempt, usage);
    }
  }

  private static RoutableAgent turn(Walk walk, String name) {
    return walk.next()
        .filter(agent -> agent.name().equals(name))
        .orElseThrow(() -> new IllegalStateException("the attempts do not follow the plan"));
  }

  /** By what was decided and by what is registered now, whichever is stricter. */
  private boolean repeatable(RoutableAgent agent) {
    AgentRegistration live = request.agents().get(agent.name());
    return refusal == null
        && agent.sideEffect() != SideEffect.IRREVERSIBLE
        && (live == null || live.sideEffect() != SideEffect.IRREVERSIBLE);
  }

  private StepOutcome ambiguous(RecordedRun.OpenAttempt attempt) {
    IntentError error = lost().with("ambiguous", true);
    lost(attempt, "ambiguous", error);
    return new StepOutcome.Ambiguous(error);
  }

  private IntentError lost() {
    return IntentError.of(ErrorCode.TRANSPORT_ERROR, refusal == null ? LOST : refusal);
  }

  private RunResult stuck(String agent) {
    List<String> path =
        past.ended().stream().filter(AttemptRecord::called).map(AttemptRecord::agent).toList();
    IntentError error = lost().with("ambiguous", true);
    return Runner.finished(new WalkResult(null, agent, error, path, true), null, false, log);
  }

  private static StepOutcome outcome(AttemptRecord attempt) {
    IntentError error =
        attempt.error() == null
            ? IntentError.of(ErrorCode.INTERNAL_AGENT_ERROR, "The agent failed.")
            : attempt.error();
    return switch (attempt.outcome()) {
      case "succeeded" -> new StepOutcome.Succeeded();
      case "ambiguous" -> new StepOutcome.Ambiguous(error);
      default -> new StepOutcome.Failed(error);
    };
  }
}
