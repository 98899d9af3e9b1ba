package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
  private static final AgentOutcome.Failed STOPPED =
      new AgentOutcome.Failed(
          IntentError.of(ErrorCode.WORKFLOW_ABORTED, "Another agent succeeded first."), true);

  private final AgentInvoker invoker;
  private final Journal journal;
  private final Spending spending;
  private final RunClock clock;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private @Nullable ThreadPoolExecutor pool;

  @Inject
  public ParallelCalls(AgentInvoker invoker, Journal journal, Spending spending, Clock clock) {
    this.spending = spending;
    this.clock = new RunClock(clock);
    this.invoker = invoker;
    this.journal = journal;
  }

  private record Begun(AttemptLog.Begun attempt, RoutableAgent agent, Grant grant) {}

  private record Done(Begun begun, AgentOutcome outcome) {}

  RunResult run(RunRequest request, AttemptLog log) {
    List<RoutableAgent> agents = request.plan().steps();
    List<Begun> begun = new ArrayList<>();
    for (RoutableAgent agent : agents) {
      AttemptLog.Begun attempt = log.begin(agent.name());
      begun.add(new Begun(attempt, agent, spending.reserve(request, attempt)));
    }
    if (request.log() != null
        && (request.log().claimsKey()
            || agents.stream().anyMatch(agent -> agent.sideEffect() != SideEffect.READ_ONLY))) {
      Appended stored = journal.commit(request.log());
      if (stored != Appended.DURABLE) {
        begun.forEach(one -> spending.release(one.grant()));
        return new RunResult.NotStored(stored, false);
      }
    }
    Cancellation others = new Cancellation();
    request.cancellation().onCancel(others::cancel);
    BlockingQueue<Done> done = launch(request, begun, others);
    return gather(request, log, begun, done, others);
  }

  private BlockingQueue<Done> launch(RunRequest request, List<Begun> begun, Cancellation others) {
    BlockingQueue<Done> done = new LinkedBlockingQueue<>(begun.size());
    RunRequest cancellable = request.with(others);
    Long left = clock.leftMs(request);
    for (Begun one : begun) {
      launch(cancellable, one, left, done);
    }
    return done;
  }

  private void launch(
      RunRequest request, Begun one, @Nullable Long left, BlockingQueue<Done> done) {
    try {
      pool()
          .execute(
              () ->
                  done.add(
                      new Done(
                          one,
                          one.grant()
                              .call(
                                  request,
                                  told -> Runner.call(invoker, told, one.agent().name(), left)))));
    } catch (RejectedExecutionException e) {
      done.add(
          new Done(
              one,
              new AgentOutcome.Failed(
                  IntentError.of(
                      ErrorCode.CAPACITY_EXCEEDED, "Too many calls are running at once."),
                  false)));
    }
  }

  private RunResult gather(
      RunRequest request,
      AttemptLog log,
      List<Begun> begun,
      BlockingQueue<Done> done,
      Cancellation others) {
    List<WalkResult.Completed> completed = new ArrayList<>();
    List<Begun> open = new ArrayList<>(begun);
    JsonNode payload = null;
    boolean reported = false;
    while (!open.isEmpty() && payload == null) {
      Done one = take(done, others);
      StepOutcome step = Runner.judge(one.begun().agent(), one.outcome());
      payload = one.outcome() instanceof AgentOutcome.Succeeded won ? won.payload() : null;
      reported = one.outcome() instanceof AgentOutcome.Reported;
      open.remove(one.begun());
      ended(request, log, one, step);
      completed.add(new WalkResult.Completed(one.begun().agent(), step));
    }
    others.cancel();
    open.forEach(one -> ended(request, log, new Done(one, STOPPED), null));
    WalkResult walk = WalkResult.parallel(request.plan(), completed);
    return Runner.finished(walk, payload, reported, log);
  }

  /** What is stopped may have been worked on: it costs what a call costs for certain. */
  private void ended(RunRequest request, AttemptLog log, Done one, @Nullable StepOutcome step) {
    AgentOutcome outcome = one.outcome();
    spending.end(
        request,
        log,
        one.begun().attempt(),
        one.begun().grant(),
        outcome,
        step == null ? "cancelled" : Runner.word(step, outcome),
        step == null ? STOPPED.error() : Runner.error(step),
        OptionalLong.empty());
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
