package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.intentus.agent.AgentInvoker;
import net.intentus.agent.AgentOutcome;
import net.intentus.agent.Cancellation;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import net.intentus.intent.SideEffect;
import net.intentus.journal.Appended;
import net.intentus.journal.Journal;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.StepOutcome;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/**
 * Calls all agents of a plan at once; the first success wins at once and the others are cancelled.
 *
 * <p>Each call has a thread of a bounded pool. When the pool is used up, the calls that find no
 * thread fail with {@code CAPACITY_EXCEEDED} without being sent.
 */
@Singleton
public class ParallelCalls {
  private static final int MAX_THREADS = 512;

  private final AgentInvoker invoker;
  private final Journal journal;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private @Nullable ThreadPoolExecutor pool;

  @Inject
  public ParallelCalls(AgentInvoker invoker, Journal journal) {
    this.invoker = invoker;
    this.journal = journal;
  }

  private record Done(AttemptLog.Begun attempt, RoutableAgent agent, AgentOutcome outcome) {}

  RunResult run(RunRequest request, AttemptLog log) {
    List<RoutableAgent> agents = request.plan().steps();
    Map<Integer, AttemptLog.Begun> open = new HashMap<>();
    List<AttemptLog.Begun> begun = new ArrayList<>();
    for (RoutableAgent agent : agents) {
      AttemptLog.Begun attempt = log.begin(agent.name());
      begun.add(attempt);
      open.put(attempt.index(), attempt);
    }
    if (request.log() != null
        && (request.log().claimsKey()
            || agents.stream().anyMatch(agent -> agent.sideEffect() != SideEffect.READ_ONLY))) {
      Appended stored = journal.commit(request.log());
      if (stored != Appended.DURABLE) {
        return new RunResult.NotStored(stored, false);
      }
    }
    Cancellation others = new Cancellation();
    request.cancellation().onCancel(others::cancel);
    BlockingQueue<Done> done = launch(request, agents, begun, others);
    return gather(request, log, open, done, others);
  }

  private BlockingQueue<Done> launch(
      RunRequest request,
      List<RoutableAgent> agents,
      List<AttemptLog.Begun> begun,
      Cancellation others) {
    BlockingQueue<Done> done = new LinkedBlockingQueue<>(agents.size());
    RunRequest cancellable =
        new RunRequest(
            request.id(),
            request.plan(),
            request.envelope(),
            request.inputHash(),
            request.agents(),
            request.log(),
            request.privacy(),
            others,
            request.tenant());
    for (int i = 0; i < agents.size(); i++) {
      RoutableAgent agent = agents.get(i);
      AttemptLog.Begun attempt = begun.get(i);
      try {
        pool()
            .execute(
                () ->
                    done.add(
                        new Done(attempt, agent, Runner.call(invoker, cancellable, agent.name()))));
      } catch (RejectedExecutionException e) {
        done.add(
            new Done(
                attempt,
                agent,
                new AgentOutcome.Failed(
                    IntentError.of(
                        ErrorCode.CAPACITY_EXCEEDED, "Too many calls are running at once."),
                    false)));
      }
    }
    return done;
  }

  private static RunResult gather(
      RunRequest request,
      AttemptLog log,
      Map<Integer, AttemptLog.Begun> open,
      BlockingQueue<Done> done,
      Cancellation others) {
    List<WalkResult.Completed> completed = new ArrayList<>();
    JsonNode payload = null;
    boolean reported = false;
    while (!open.isEmpty() && payload == null) {
      Done one = take(done, others);
      StepOutcome step = Runner.judge(one.agent(), one.outcome());
      payload = one.outcome() instanceof AgentOutcome.Succeeded won ? won.payload() : null;
      reported = one.outcome() instanceof AgentOutcome.Reported;
      open.remove(one.attempt().index());
      log.end(one.attempt(), Runner.word(step, one.outcome()), payload, Runner.error(step));
      completed.add(new WalkResult.Completed(one.agent(), step));
    }
    others.cancel();
    IntentError stopped =
        IntentError.of(ErrorCode.WORKFLOW_ABORTED, "Another agent succeeded first.");
    open.values().stream()
        .sorted(Comparator.comparingInt(AttemptLog.Begun::index))
        .forEach(attempt -> log.end(attempt, "cancelled", null, stopped));
    WalkResult walk = WalkResult.parallel(request.plan(), completed);
    return Runner.finished(walk, payload, reported, log);
  }

  /** Every call ends by itself at its ceiling, so this wait has an end too. */
  private static Done take(BlockingQueue<Done> done, Cancellation others) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.take();
        } catch (InterruptedException e) {
          interrupted = true;
          others.cancel();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized ThreadPoolExecutor pool() {
    ThreadPoolExecutor known = pool;
    if (known == null) {
      known =
          new ThreadPoolExecutor(
              0, MAX_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
      pool = known;
    }
    return known;
  }

  @PreDestroy
  synchronized void stop() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
