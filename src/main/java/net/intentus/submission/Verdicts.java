package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.audit.AuditEntry;
import net.intentus.config.LogContext;
import net.intentus.execution.RecordedRun;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.Appended;
import net.intentus.journal.EventType;
import net.intentus.journal.ExecutionEnd;
import net.intentus.journal.ExecutionLog;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.Journal;
import net.intentus.journal.KeptDocument;
import net.intentus.journal.OpenExecutions;
import net.intentus.journal.ReopenedExecution;
import net.intentus.privacy.Redactor;

/**
 * Decides executions whose outcome nobody knows. Of two verdicts at the same time one wins.
 * Thread-safe; whoever asks has been checked to see the execution.
 */
@Singleton
public class Verdicts {
  private static final Logger LOG = Logger.getLogger(Verdicts.class.getName());
  private static final String TAKEN =
      "The execution is not unknown, or somebody else is deciding it.";

  private final OpenExecutions open;
  private final ExecutionReader reader;
  private final Resumer resumer;
  private final Admission admission;
  private final Journal journal;
  private final Redactor redactor;
  private final Clock clock;

  @Inject
  Verdicts(
      OpenExecutions open,
      ExecutionReader reader,
      Resumer resumer,
      Admission admission,
      Journal journal,
      Redactor redactor,
      Clock clock) {
    this.open = open;
    this.reader = reader;
    this.resumer = resumer;
    this.admission = admission;
    this.journal = journal;
    this.redactor = redactor;
    this.clock = clock;
  }

  /** Carries the verdict out; with {@code rerun} that takes as long as the rest of the plan. */
  public VerdictResult resolve(String id, Verdict verdict, Caller caller) {
    if (!admission.enter()) {
      return new VerdictResult.Refused(admission.refusal());
    }
    try {
      if (!journal.healthy()) {
        return refused(Appended.UNAVAILABLE);
      }
      Optional<ReopenedExecution> unknown;
      try {
        unknown = open.take(id, ExecutionStatus.UNKNOWN);
      } catch (PersistenceException e) {
        LOG.log(Level.WARNING, "an execution could not be taken for a verdict", e);
        return refused(Appended.UNAVAILABLE);
      }
      return unknown
          .map(execution -> taken(execution, verdict, caller))
          .orElseGet(() -> new VerdictResult.Conflict(TAKEN));
    } finally {
      admission.leave();
    }
  }

  @SuppressWarnings("try") // the scope is what the block is for
  private VerdictResult taken(ReopenedExecution execution, Verdict verdict, Caller caller) {
    ExecutionSummary summary = execution.summary();
    String id = summary.executionId();
    VerdictResult result = new VerdictResult.Conflict(TAKEN);
    try (LogContext.Scope ignored = LogContext.with(id, summary.traceId(), summary.requestId())) {
      result =
          verdict.outcome() == Verdict.Outcome.RERUN
              ? rerun(execution, verdict, caller)
              : decide(execution, verdict, caller);
      return result;
    } finally {
      if (result instanceof VerdictResult.Decided) {
        open.done(id);
      } else {
        open.untouched(id);
      }
    }
  }

  private VerdictResult rerun(ReopenedExecution execution, Verdict verdict, Caller caller) {
    Reopened reopened = Reopened.of(execution);
    RecordedRun run = reopened.run();
    String refusal = reopened.refusal();
    if (run == null || (refusal != null && !refusal.equals(Reopened.TOO_OFTEN))) {
      return new VerdictResult.Conflict("It cannot be run again. " + refusal);
    }
    ObjectNode why = Json.object();
    why.put("cause", "verdict");
    why.set("verdict", verdict.toJson(caller.subject(), redacted(verdict)));
    Appended begun = resumer.begin(reopened, why, audit(execution, verdict, caller));
    if (begun != Appended.DURABLE) {
      return refused(begun);
    }
    Resumer.Outcome outcome =
        resumer.rerun(new Reopened(execution, reopened.envelope(), run.again(), null));
    ExecutionStatus status = outcome.status();
    return status == null ? refused(outcome.stored()) : new VerdictResult.Decided(status);
  }

  private VerdictResult decide(ReopenedExecution execution, Verdict verdict, Caller caller) {
    boolean done = verdict.outcome() == Verdict.Outcome.SUCCEEDED;
    ExecutionSummary summary = execution.summary();
    ExecutionLog log = execution.log();
    Instant now = Times.millis(clock.instant());
    ObjectNode given = verdict.toJson(caller.subject(), redacted(verdict));
    ObjectNode completed = Json.object();
    completed.put("outcome", verdict.outcome().wire());
    completed.set("verdict", given);
    log.add(EventType.RECOVERY_COMPLETED, now, completed);
    ObjectNode response = response(execution, done, given, now);
    ExecutionEnd end = end(summary, done, response, log.held(response), now);
    log.add(EventType.FINAL_RESPONSE, now, last(end, response));
    Appended stored = journal.close(log, end, audit(execution, verdict, caller));
    return stored == Appended.DURABLE ? new VerdictResult.Decided(end.status()) : refused(stored);
  }

  /** The answer there was, without what is no longer open. */
  private ObjectNode response(
      ReopenedExecution execution, boolean done, ObjectNode given, Instant now) {
    JsonNode stored =
        reader.response(execution.summary().executionId()).orElseGet(() -> Json.object());
    ObjectNode response = stored instanceof ObjectNode object ? object.deepCopy() : Json.object();
    response.put("version", IntentEnvelope.VERSION);
    response.put("status", done ? "success" : "error");
    response.putNull("payload");
    ObjectNode metadata = response.withObject("metadata");
    metadata.put("timestamp", Times.format(now));
    metadata.set("verdict", given);
    if (done) {
      response.putNull("error");
    } else {
      ObjectNode error = response.withObject("error");
      error.put("code", code(execution.summary()).name());
      error.put("message", error.path("message").asText("The work was not done."));
      error.put("retryable", error.path("retryable").asBoolean());
      error.withObject("details").remove("ambiguous");
    }
    return response;
  }

  private static ErrorCode code(ExecutionSummary summary) {
    return Optional.ofNullable(summary.errorCode())
        .flatMap(ErrorCode::find)
        .orElse(ErrorCode.TRANSPORT_ERROR);
  }

  /** When it was called and how often stays; what was unknown ends when it is decided. */
  private static ExecutionEnd end(
      ExecutionSummary summary,
      boolean done,
      ObjectNode response,
      KeptDocument held,
      Instant decidedAt) {
    String fingerprint = summary.fingerprint();
    return new ExecutionEnd(
        done ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED,
        summary.agent(),
        done ? null : code(summary),
        held,
        Hashes.of(Ending.hashed(response)),
        fingerprint == null ? Hashes.of(Json.object().arrayNode()) : fingerprint,
        summary.startedAt(),
        decidedAt,
        summary.attempts());
  }

  private static ObjectNode last(ExecutionEnd end, ObjectNode response) {
    ObjectNode json = Json.object();
    json.put("status", end.status().wire());
    json.put("agent", end.agent());
    json.put("attempts", end.attempts());
    json.set("error", response.get("error"));
    json.put("responseHash", end.responseHash());
    end.response().describe(json, "response");
    json.put("fingerprint", end.fingerprint());
    return json;
  }

  private AuditEntry audit(ReopenedExecution execution, Verdict verdict, Caller caller) {
    return AuditEntry.of(
            caller, "execution.resolve", "execution", execution.summary().executionId())
        .with("outcome", verdict.outcome().wire())
        .with("reason", redacted(verdict));
  }

  /** People paste all sorts of things into reasons. */
  private String redacted(Verdict verdict) {
    return redactor.redactText(verdict.reason(), Set.of());
  }

  private static VerdictResult refused(Appended why) {
    return new VerdictResult.Refused(Ending.notStored(why));
  }
}
