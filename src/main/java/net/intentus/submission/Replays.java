package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Reading;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.ReplayOf;
import net.intentus.journal.StoredDocument.Absence;
import net.intentus.privacy.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recorded envelope again, as a new execution of whoever asks, in the tenant of the first
 * one. Policy and routing decide anew. Thread-safe; occupies the thread as {@link Submission} does.
 */
@Singleton
public class Replays {
  /** The most characters of a reason. */
  public static final int MAX_REASON = 500;

  static final String NEEDS_FORCE =
      "An agent whose work cannot be undone would be called again: force it and say why.";

  private final Submission submission;
  private final Decider decider;
  private final Redactor redactor;
  private final AuditLog audit;

  @Inject
  public Replays(Submission submission, Decider decider, Redactor redactor, AuditLog audit) {
    this.submission = submission;
    this.decider = decider;
    this.redactor = redactor;
    this.audit = audit;
  }

  /** What it takes to repeat the execution. Decides only: calls nobody and stores nothing. */
  public ReplayProspect prospect(ExecutionRecord record, Caller caller) {
    String obstacle = obstacle(record);
    if (obstacle != null || !(record.envelope().json() instanceof ObjectNode recorded)) {
      return new ReplayProspect(obstacle, record.redacted(), List.of());
    }
    ExecutionSummary summary = record.summary();
    Reading reading =
        EnvelopeReader.read(
            recorded,
            new EnvelopeReader.Defaults(summary.createdAt(), null, null, summary::executionId));
    List<String> irreversible =
        reading instanceof Reading.Accepted accepted
            ? decider.decide(accepted.envelope(), caller, summary.tenant()).irreversible()
            : List.of();
    return new ReplayProspect(null, record.redacted(), irreversible);
  }

  /**
   * Repeats the execution. Audited with its reason before anybody is called.
   *
   * @param defaults the ids and times of the new envelope
   * @throws jakarta.persistence.PersistenceException when it cannot be audited; nobody is called
   */
  public ReplayResult replay(
      ExecutionRecord record,
      ReplayRequest request,
      Caller caller,
      EnvelopeReader.Defaults defaults) {
    String obstacle = obstacle(record);
    if (obstacle != null || !(record.envelope().json() instanceof ObjectNode recorded)) {
      return new ReplayResult.NotPossible(obstacle == null ? NOT_STORED : obstacle);
    }
    ReplayEnvelope made = new ReplayEnvelope(recorded, record.redacted(), request);
    List<String> missing = made.missing();
    if (!missing.isEmpty()) {
      return new ReplayResult.Redacted(missing);
    }
    Reading reading = made.read(defaults);
    return reading instanceof Reading.Accepted accepted
        ? run(record, request, accepted.envelope(), caller)
        : new ReplayResult.Invalid(made.sent(((Reading.Invalid) reading).violations()));
  }

  private ReplayResult run(
      ExecutionRecord record, ReplayRequest request, IntentEnvelope envelope, Caller caller) {
    String tenant = record.summary().tenant();
    List<String> irreversible = decider.decide(envelope, caller, tenant).irreversible();
    AuditEntry entry = entry(record, request, caller);
    if (!irreversible.isEmpty() && !request.force()) {
      audit.record(entry.ended(AuditEntry.Result.REFUSED));
      return new ReplayResult.NeedsForce(irreversible);
    }
    audit.record(entry);
    SubmissionResult result =
        submission.replay(
            envelope,
            caller,
            tenant,
            new ReplayOf(record.summary().executionId(), request.force(), reason(request)));
    if (result instanceof SubmissionResult.Refused) {
      audit.record(entry.ended(AuditEntry.Result.FAILED));
    }
    return new ReplayResult.Submitted(result);
  }

  private AuditEntry entry(ExecutionRecord record, ReplayRequest request, Caller caller) {
    AuditEntry entry =
        AuditEntry.of(caller, "execution.replay", "execution", record.summary().executionId())
            .with("force", Boolean.toString(request.force()))
            .with("payload", request.payload() == null ? "as recorded" : "changed")
            .with("routing", request.routing() == null ? "as recorded" : "changed");
    String reason = reason(request);
    return reason == null ? entry : entry.with("reason", reason);
  }

  private @Nullable String reason(ReplayRequest request) {
    String reason = request.reason();
    return reason == null ? null : redactor.redactText(reason, Set.of());
  }

  private static final String NOT_STORED = "The recorded envelope is not stored any more.";

  private static @Nullable String obstacle(ExecutionRecord record) {
    if (!record.summary().status().terminal()) {
      return "The execution has not ended.";
    }
    if (record.envelope().absence() == Absence.NOT_AS_RECORDED) {
      return "The stored envelope is shortened or damaged; it is not what was recorded.";
    }
    return record.envelope().json() instanceof ObjectNode ? null : NOT_STORED;
  }
}
