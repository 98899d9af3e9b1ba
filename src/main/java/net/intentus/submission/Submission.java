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
import net.intentus.agent.Cancellation;
import net.intentus.config.Ids;
import net.intentus.config.LogContext;
import net.intentus.execution.ExecutionFinished;
import net.intentus.execution.RunRequest;
import net.intentus.execution.RunResult;
import net.intentus.execution.Runner;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.Appended;
import net.intentus.journal.EventType;
import net.intentus.journal.ExecutionLog;
import net.intentus.journal.ExecutionStart;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.Journal;
import net.intentus.privacy.Redactor;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingDecision;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/**
 * The one way in: admit, decide, run, record, answer. Thread-safe; a submission occupies the thread
 * that calls {@link #submit} until its answer is as durable as configured.
 */
@Singleton
public class Submission {
  /** What {@code metadata.agent} says when nobody was called. */
  private static final String ROUTER = "router";

  private final Admission admission;
  private final Decider decider;
  private final Sampling sampling;
  private final Runner runner;
  private final Journal journal;
  private final Ending ending;
  private final Redactor redactor;
  private final Ids ids;
  private final Clock clock;
  private final Event<ExecutionFinished> ends;

  @Inject
  public Submission(
      Admission admission,
      Decider decider,
      Sampling sampling,
      Runner runner,
      Journal journal,
      Redactor redactor,
      Ids ids,
      Clock clock,
      Event<ExecutionFinished> ends) {
    this.admission = admission;
    this.decider = decider;
    this.sampling = sampling;
    this.runner = runner;
    this.journal = journal;
    this.ending = new Ending(journal);
    this.redactor = redactor;
    this.ids = ids;
    this.clock = clock;
    this.ends = ends;
  }

  /** Executes a validated envelope for the caller, as work of that tenant. */
  public SubmissionResult submit(IntentEnvelope envelope, Caller caller, String tenant) {
    if (!admission.enter()) {
      return new SubmissionResult.Refused(
          ErrorCode.CAPACITY_EXCEEDED, "Too many intents are in flight here.", 1);
    }
    try {
      if (!journal.healthy()) {
        return notStored(Appended.UNAVAILABLE);
      }
      return admitted(envelope, caller, tenant);
    } finally {
      admission.leave();
    }
  }

  @SuppressWarnings("try") // the scope is what the block is for
  private SubmissionResult admitted(IntentEnvelope envelope, Caller caller, String tenant) {
    String id = ids.next();
    try (LogContext.Scope ignored =
        LogContext.with(id, envelope.metadata().traceId(), envelope.metadata().requestId())) {
      Instant createdAt = Times.millis(clock.instant());
      Decision decision = decider.decide(envelope, caller, tenant);
      PayloadPrivacy privacy = new PayloadPrivacy(redactor, envelope);
      boolean recorded = sampling.records(envelope, decision);
      ExecutionLog log = recorded ? open(id, privacy, decision, caller, tenant, createdAt) : null;
      Work work = new Work(id, envelope, tenant, createdAt, decision, privacy, log);
      return decision.routing() instanceof RoutingDecision.Routed routed
          ? run(work, routed)
          : refuse(work, (RoutingDecision.Refused) decision.routing());
    }
  }

  private record Work(
      String id,
      IntentEnvelope envelope,
      String tenant,
      Instant createdAt,
      Decision decision,
      PayloadPrivacy privacy,
      @Nullable ExecutionLog log) {}

  private ExecutionLog open(
      String id,
      PayloadPrivacy privacy,
      Decision decision,
      Caller caller,
      String tenant,
      Instant createdAt) {
    IntentEnvelope redacted = privacy.envelope();
    ExecutionLog log =
        journal.begin(
            new ExecutionStart(
                id,
                redacted,
                Hashes.of(redacted.hashed()),
                tenant,
                caller.subject(),
                createdAt,
                decision.agents().table().hash(),
                privacy.redactions(),
                null));
    log.add(EventType.POLICY_DECISION, createdAt, decision.policyEvent());
    log.add(EventType.ROUTER_DECISION, createdAt, decision.routerEvent());
    for (String name : decision.skipped()) {
      ObjectNode skipped = Json.object();
      skipped.put("agent", name);
      skipped.put("reason", "not a candidate of this intent");
      log.add(EventType.AGENT_SKIPPED, createdAt, skipped);
    }
    return log;
  }

  private SubmissionResult run(Work work, RoutingDecision.Routed routed) {
    Map<String, AgentRegistration> agents = new HashMap<>();
    for (RoutableAgent agent : routed.plan().steps()) {
      AgentRegistration registration = work.decision().agents().byName().get(agent.name());
      if (registration != null) {
        agents.put(agent.name(), registration);
      }
    }
    RunResult result =
        runner.run(
            new RunRequest(
                work.id(),
                routed.plan(),
                work.envelope(),
                Hashes.of(work.privacy().envelope().payload()),
                agents,
                work.log(),
                work.privacy(),
                new Cancellation()));
    return result instanceof RunResult.Finished finished
        ? finish(work, finished)
        : notStored(((RunResult.NotStored) result).why());
  }

  private SubmissionResult refuse(Work work, RoutingDecision.Refused refused) {
    IntentError error = IntentError.of(refused.code(), refused.message());
    WalkResult nobody = new WalkResult(null, ROUTER, error, List.of(), false);
    return finish(
        work,
        new RunResult.Finished(
            nobody,
            null,
            false,
            List.of(),
            work.createdAt(),
            Hashes.of(Json.object().arrayNode())));
  }

  private SubmissionResult finish(Work work, RunResult.Finished run) {
    WalkResult walk = run.walk();
    Instant completedAt = Times.millis(clock.instant());
    ObjectNode response =
        new ResponseDocument(
                work.envelope(),
                work.log() == null ? null : work.id(),
                walk.agent(),
                run.payload(),
                walk.error(),
                walk.decisionPath(),
                run.attempts(),
                work.decision().candidates(),
                work.createdAt(),
                completedAt)
            .toJson();
    ExecutionStatus status = status(walk);
    if (work.log() != null) {
      Appended stored =
          ending.store(work.log(), work.privacy(), run, status, response, completedAt);
      if (stored != Appended.DURABLE) {
        return notStored(stored);
      }
    }
    IntentError error = walk.error();
    ends.fire(
        new ExecutionFinished(
            work.log() == null ? null : work.id(),
            work.envelope().metadata().traceId(),
            work.envelope().metadata().requestId(),
            work.envelope().intent(),
            work.envelope().routing().strategy(),
            walk.agent(),
            work.tenant(),
            status,
            error == null ? null : error.code().name(),
            run.attempts().size(),
            (completedAt.toEpochMilli() - work.createdAt().toEpochMilli()) * 1_000_000));
    return new SubmissionResult.Answered(
        work.log() == null ? null : work.id(), httpStatus(run), response);
  }

  private static ExecutionStatus status(WalkResult walk) {
    if (walk.ambiguous()) {
      return ExecutionStatus.UNKNOWN;
    }
    return walk.error() == null ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED;
  }

  /** An error that an agent reports is never the runtime's own verdict: always 502. */
  private static int httpStatus(RunResult.Finished run) {
    IntentError error = run.walk().error();
    if (error == null) {
      return 200;
    }
    if (run.walk().ambiguous()) {
      return error.code() == ErrorCode.AGENT_TIMEOUT ? 504 : 502;
    }
    return run.reported() ? 502 : error.code().httpStatus();
  }

  private static SubmissionResult notStored(Appended why) {
    return why == Appended.FULL
        ? new SubmissionResult.Refused(
            ErrorCode.CAPACITY_EXCEEDED, "Too many records wait to be stored.", 1)
        : new SubmissionResult.Refused(
            ErrorCode.STORAGE_UNAVAILABLE, "The record cannot be stored at the moment.", 5);
  }
}
