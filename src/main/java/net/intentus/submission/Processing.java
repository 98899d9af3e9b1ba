package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.agent.AgentGuards;
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
import net.intentus.journal.IdempotencyClaim;
import net.intentus.journal.Journal;
import net.intentus.journal.ReopenedExecution;
import net.intentus.privacy.Redactor;
import net.intentus.routing.RoutingDecision;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/** What happens to an admitted envelope: it is decided, run, recorded and answered. Thread-safe. */
@Singleton
class Processing {
  /** What {@code metadata.agent} says when nobody was called. */
  static final String ROUTER = "router";

  private static final Logger LOG = Logger.getLogger(Processing.class.getName());
  private static final SubmissionResult.Refused UNCOUNTED =
      new SubmissionResult.Refused(
          ErrorCode.STORAGE_UNAVAILABLE, "Rate limits cannot be counted at the moment.", 5);

  private final EconomyGate decider;
  private final RateGate gate;
  private final Sampling sampling;
  private final Runner runner;
  private final Journal journal;
  private final Ending ending;
  private final Redactor redactor;
  private final Ids ids;
  private final Clock clock;
  private final Deadlines deadlines;
  private final AgentGuards guards;
  private final Ends ends;

  @Inject
  Processing(
      EconomyGate decider,
      RateGate gate,
      Sampling sampling,
      Runner runner,
      Journal journal,
      Redactor redactor,
      Ids ids,
      Clock clock,
      Deadlines deadlines,
      AgentGuards guards,
      Event<ExecutionFinished> ends) {
    this.decider = decider;
    this.gate = gate;
    this.sampling = sampling;
    this.runner = runner;
    this.journal = journal;
    this.ending = new Ending(journal);
    this.redactor = redactor;
    this.ids = ids;
    this.clock = clock;
    this.deadlines = deadlines;
    this.guards = guards;
    this.ends = new Ends(ends);
  }

  /** What becomes of an envelope that has a place: decided, run, recorded. */
  @SuppressWarnings("try") // the scope is what the block is for
  SubmissionResult admitted(IntentEnvelope given, Caller caller, String tenant, Origin origin) {
    if (Labels.nameIsSecret(given)) {
      return new SubmissionResult.Refused(ErrorCode.VALIDATION_ERROR, Labels.SECRET_NAME, null);
    }
    PayloadPrivacy privacy = new PayloadPrivacy(redactor, given);
    IntentEnvelope envelope = privacy.sent();
    String id = ids.next();
    try (LogContext.Scope ignored =
        LogContext.with(id, envelope.metadata().traceId(), envelope.metadata().requestId())) {
      Instant createdAt = Times.millis(clock.instant());
      Decision wanted = decider.decide(envelope, caller, tenant);
      Decision decision = origin.mayCall(wanted) ? counted(wanted, envelope) : wanted;
      if (decision == null) {
        return UNCOUNTED;
      }
      if (!origin.mayCall(decision)) {
        return new SubmissionResult.Refused(ErrorCode.CONFLICT, Replays.NEEDS_FORCE, null);
      }
      boolean keyed = origin.claim() != null;
      boolean recorded = origin.mustBeRecorded() || sampling.records(envelope, decision, keyed);
      ExecutionLog log =
          recorded ? open(id, privacy, decision, caller, tenant, createdAt, origin) : null;
      if (log != null && !decision.readOnly() && !holdsOriginal(log, privacy)) {
        log.keep(ReopenedExecution.ORIGINAL, Json.bytes(envelope.toJson()));
      }
      boolean early =
          journal.closesEarly() && !origin.mustBeRecorded() && Sampling.mayBeLost(decision, keyed);
      Work work =
          new Work(id, envelope, tenant, createdAt, decision, privacy, log, early, origin.later());
      return decision.routing() instanceof RoutingDecision.Routed routed
          ? run(work, routed)
          : refuse(work, (RoutingDecision.Refused) decision.routing());
    }
  }

  /** Null when the database cannot count. */
  private @Nullable Decision counted(Decision decision, IntentEnvelope envelope) {
    try {
      return gate.pass(decision, envelope);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a rate limit could not be counted", e);
      return null;
    }
  }

  /** Whether the record alone tells what the agents are sent, also when it is unknown. */
  private static boolean holdsOriginal(ExecutionLog log, PayloadPrivacy privacy) {
    return privacy.redactions().isEmpty() && log.holdsEnvelope();
  }

  private record Work(
      String id,
      IntentEnvelope envelope,
      String tenant,
      Instant createdAt,
      Decision decision,
      PayloadPrivacy privacy,
      @Nullable ExecutionLog log,
      boolean early,
      @Nullable Place later) {}

  private ExecutionLog open(
      String id,
      PayloadPrivacy privacy,
      Decision decision,
      Caller caller,
      String tenant,
      Instant createdAt,
      Origin origin) {
    IntentEnvelope redacted = privacy.envelope();
    ExecutionStart start =
        new ExecutionStart(
            id,
            redacted,
            Hashes.of(redacted.hashed()),
            tenant,
            caller.subject(),
            createdAt,
            decision.agents().table().hash(),
            privacy.redactions(),
            origin.replayOf());
    IdempotencyClaim claim = origin.claim();
    ExecutionLog log = claim == null ? journal.begin(start) : journal.begin(start, claim);
    log.add(EventType.POLICY_DECISION, createdAt, decision.policyEvent());
    log.add(EventType.ROUTER_DECISION, createdAt, decision.routerEvent(guards::settings));
    for (String name : decision.skipped()) {
      ObjectNode skipped = Json.object();
      skipped.put("agent", name);
      skipped.put("reason", "not a candidate of this intent");
      log.add(EventType.AGENT_SKIPPED, createdAt, skipped);
    }
    return log;
  }

  private SubmissionResult run(Work work, RoutingDecision.Routed routed) {
    RunResult result =
        runner.run(
            new RunRequest(
                work.id(),
                routed.plan(),
                work.envelope(),
                Hashes.of(work.privacy().envelope().payload()),
                work.decision().registered(),
                work.log(),
                work.privacy(),
                new Cancellation(),
                work.tenant(),
                deadlines.of(work.envelope(), work.createdAt())));
    return result instanceof RunResult.Finished finished
        ? finish(work, finished)
        : Ending.notStored(((RunResult.NotStored) result).why());
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
            List.of(),
            work.createdAt(),
            Hashes.of(Json.object().arrayNode())));
  }

  @SuppressWarnings("try") // the scope is what the block is for
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
                run.skipped(),
                work.decision().candidates(),
                work.createdAt(),
                completedAt)
            .toJson();
    ExecutionStatus status = Ending.status(walk);
    ExecutionLog log = work.log();
    Place later = work.later();
    if (log == null) {
      Answer answer = new Answer(status, response, null, completedAt);
      return answered(work, run, answer, Appended.DURABLE);
    }
    Ending.Written end = Ending.end(log, work.privacy(), run, status, response, completedAt);
    Answer answer = new Answer(status, response, end.answer(), completedAt);
    if (later == null || work.early()) {
      return answered(work, run, answer, ending.store(log, end, work.early()));
    }
    LogContext context = LogContext.current();
    journal.closeLater(
        log,
        end.end(),
        stored -> {
          try (LogContext.Scope ignored = context.open()) {
            later.answer(work.id(), () -> answered(work, run, answer, stored));
          }
        });
    return SubmissionResult.Later.LATER;
  }

  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared nowhere
  private record Answer(
      ExecutionStatus status, ObjectNode response, byte @Nullable [] text, Instant completedAt) {}

  private SubmissionResult answered(
      Work work, RunResult.Finished run, Answer answer, Appended stored) {
    if (!stored.taken()) {
      return Ending.notStored(stored);
    }
    WalkResult walk = run.walk();
    IntentError error = walk.error();
    ends.tell(
        new ExecutionFinished(
            work.log() == null ? null : work.id(),
            work.envelope().metadata().traceId(),
            work.envelope().metadata().requestId(),
            work.envelope().intent(),
            work.envelope().routing().strategy(),
            walk.agent(),
            work.tenant(),
            answer.status(),
            error == null ? null : error.code().name(),
            run.attempts().size(),
            work.createdAt(),
            (answer.completedAt().toEpochMilli() - work.createdAt().toEpochMilli()) * 1_000_000,
            work.log() == null ? null : work.log().envelopeHash(),
            work.log() == null ? null : work.log().headHash()));
    return new SubmissionResult.Answered(
        work.log() == null ? null : work.id(),
        ResponseDocument.httpStatus(answer.response(), run.reported()),
        answer.response(),
        answer.text(),
        false,
        work.decision().rates());
  }
}
