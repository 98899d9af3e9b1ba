package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.Cancellation;
import net.intentus.audit.AuditEntry;
import net.intentus.execution.ExecutionFinished;
import net.intentus.execution.RecordedRun;
import net.intentus.execution.RunRequest;
import net.intentus.execution.RunResult;
import net.intentus.execution.Runner;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.Appended;
import net.intentus.journal.EventType;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.Journal;
import net.intentus.journal.ReopenedExecution;
import net.intentus.privacy.Redactor;
import net.intentus.routing.Candidate;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/** Goes on with an execution that somebody else began, and records its end. Thread-safe. */
@Singleton
class Resumer {
  private final Runner runner;
  private final AgentRegistry registry;
  private final Journal journal;
  private final Ending ending;
  private final Redactor redactor;
  private final Clock clock;
  private final Deadlines deadlines;
  private final Ends ends;

  @Inject
  Resumer(
      Runner runner,
      AgentRegistry registry,
      Journal journal,
      Redactor redactor,
      Clock clock,
      Deadlines deadlines,
      Event<ExecutionFinished> ends) {
    this.runner = runner;
    this.registry = registry;
    this.journal = journal;
    this.ending = new Ending(journal);
    this.redactor = redactor;
    this.clock = clock;
    this.deadlines = deadlines;
    this.ends = new Ends(ends);
  }

  /**
   * What it came to.
   *
   * @param status null when it could not be recorded; then the execution stays open
   */
  record Outcome(Appended stored, @Nullable ExecutionStatus status) {}

  /** Runs the rest of the plan. That it begins must be durable already. */
  Outcome run(Reopened reopened) {
    Instant createdAt = reopened.execution().summary().createdAt();
    return run(reopened, deadlines.of(reopened.envelope(), createdAt));
  }

  /** The same because an operator wants it, however long ago the client has given up. */
  Outcome rerun(Reopened reopened) {
    return run(reopened, deadlines.from(clock.instant()));
  }

  private Outcome run(Reopened reopened, @Nullable Instant deadline) {
    ExecutionSummary summary = reopened.execution().summary();
    PayloadPrivacy privacy = new PayloadPrivacy(redactor, reopened.envelope());
    RecordedRun past = reopened.run();
    if (past == null) {
      return finish(reopened, privacy, stuck(summary), List.of());
    }
    RunResult result =
        runner.resume(
            new RunRequest(
                summary.executionId(),
                past.plan(),
                reopened.envelope(),
                reopened.inputHash(privacy),
                agents(past),
                reopened.execution().log(),
                privacy,
                new Cancellation(),
                summary.tenant(),
                deadline),
            past,
            reopened.refusal());
    return result instanceof RunResult.Finished finished
        ? finish(reopened, privacy, finished, past.plan().candidates())
        : new Outcome(((RunResult.NotStored) result).why(), null);
  }

  private Map<String, AgentRegistration> agents(RecordedRun past) {
    Map<String, AgentRegistration> known = registry.current().byName();
    Map<String, AgentRegistration> agents = new HashMap<>();
    past.plan()
        .steps()
        .forEach(
            agent -> {
              AgentRegistration registration = known.get(agent.name());
              if (registration != null) {
                agents.put(agent.name(), registration);
              }
            });
    return agents;
  }

  private static RunResult.Finished stuck(ExecutionSummary summary) {
    IntentError error =
        IntentError.of(ErrorCode.INTERNAL_ERROR, Reopened.DAMAGED).with("ambiguous", true);
    return new RunResult.Finished(
        new WalkResult(null, Processing.ROUTER, error, List.of(), true),
        null,
        false,
        List.of(),
        List.of(),
        summary.createdAt(),
        Hashes.of(Json.object().arrayNode()));
  }

  private Outcome finish(
      Reopened reopened,
      PayloadPrivacy privacy,
      RunResult.Finished run,
      List<Candidate> candidates) {
    ExecutionSummary summary = reopened.execution().summary();
    Instant completedAt = Times.millis(clock.instant());
    ObjectNode response =
        new ResponseDocument(
                reopened.envelope(),
                summary.executionId(),
                run.walk().agent(),
                run.payload(),
                run.walk().error(),
                run.walk().decisionPath(),
                run.attempts(),
                run.skipped(),
                candidates,
                summary.createdAt(),
                completedAt)
            .toJson();
    ExecutionStatus status = Ending.status(run.walk());
    ObjectNode completed = Json.object();
    completed.put("outcome", status.wire());
    reopened.execution().log().add(EventType.RECOVERY_COMPLETED, completedAt, completed);
    Appended stored =
        ending.store(
            reopened.execution().log(), privacy, run, status, response, completedAt, false);
    if (stored != Appended.DURABLE) {
      return new Outcome(stored, null);
    }
    tell(reopened.execution(), run, status, completedAt);
    return new Outcome(stored, status);
  }

  private void tell(
      ReopenedExecution execution,
      RunResult.Finished run,
      ExecutionStatus status,
      Instant completedAt) {
    ExecutionSummary summary = execution.summary();
    IntentError error = run.walk().error();
    ends.tell(
        new ExecutionFinished(
            summary.executionId(),
            summary.traceId(),
            summary.requestId(),
            summary.intent(),
            summary.strategy(),
            run.walk().agent(),
            summary.tenant(),
            status,
            error == null ? null : error.code().name(),
            run.attempts().size(),
            summary.createdAt(),
            (completedAt.toEpochMilli() - summary.createdAt().toEpochMilli()) * 1_000_000,
            summary.envelopeHash(),
            execution.log().headHash()));
  }

  /** Writes down that the execution is taken up again, and why. */
  Appended begin(Reopened reopened, ObjectNode why, @Nullable AuditEntry audit) {
    reopened.execution().log().add(EventType.RECOVERY_STARTED, clock.instant(), why);
    return journal.commit(reopened.execution().log(), audit);
  }
}
