package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.intentus.execution.RunResult;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.journal.Appended;
import net.intentus.journal.EventType;
import net.intentus.journal.ExecutionEnd;
import net.intentus.journal.ExecutionLog;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.Journal;
import net.intentus.journal.KeptDocument;
import net.intentus.journal.StoredAnswer;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/** Writes down how an execution ended. Thread-safe. */
final class Ending {
  private final Journal journal;

  Ending(Journal journal) {
    this.journal = journal;
  }

  /**
   * Adds the last event and closes the journal; durable or not when it returns.
   *
   * @param early whether it may be acknowledged before it is durable
   */
  Appended store(
      ExecutionLog log,
      PayloadPrivacy privacy,
      RunResult.Finished run,
      ExecutionStatus status,
      ObjectNode response,
      Instant completedAt,
      boolean early) {
    return store(log, end(log, privacy, run, status, response, completedAt), early);
  }

  /** Closes the journal; durable or not when it returns. */
  Appended store(ExecutionLog log, Written end, boolean early) {
    return early ? journal.closeEarly(log, end.end()) : journal.close(log, end.end());
  }

  /**
   * How an execution ended.
   *
   * @param answer the whole answer in canonical form when the record holds exactly that; null when
   *     something in it is not for the record
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared nowhere
  record Written(ExecutionEnd end, byte @Nullable [] answer) {}

  /** Adds the last event; the journal is still to be closed. */
  @SuppressWarnings("ReferenceEquality") // what holds no secret comes back as it is
  static Written end(
      ExecutionLog log,
      PayloadPrivacy privacy,
      RunResult.Finished run,
      ExecutionStatus status,
      ObjectNode response,
      Instant completedAt) {
    ObjectNode stored = privacy.response(response);
    IntentError error = run.walk().error();
    if (error != null) {
      stored = stored.deepCopy();
      stored.set("error", privacy.redact(error).toJson());
    }
    KeptDocument document = log.held(stored);
    String responseHash = Hashes.of(hashed(stored));
    ObjectNode end = Json.object();
    end.put("agent", run.attempts().isEmpty() ? null : run.walk().agent());
    end.put("attempts", run.attempts().size());
    end.set("error", stored.get("error"));
    end.put("fingerprint", run.fingerprint());
    document.describe(end, "response");
    end.put("responseHash", responseHash);
    end.put("status", status.wire());
    if (error != null && run.reported()) {
      end.put(StoredAnswer.REPORTED, true);
    }
    log.add(EventType.FINAL_RESPONSE, completedAt, end);
    ExecutionEnd written =
        new ExecutionEnd(
            status,
            run.attempts().isEmpty() ? null : run.walk().agent(),
            error == null ? null : error.code(),
            document,
            responseHash,
            run.fingerprint(),
            run.attempts().isEmpty() ? null : run.startedAt(),
            completedAt,
            run.attempts().size());
    return new Written(written, stored == response ? document.whole() : null);
  }

  /** What {@code responseHash} covers: never ids or times, so that equal answers hash the same. */
  static ObjectNode hashed(ObjectNode response) {
    ObjectNode json = Json.object();
    json.set("error", response.get("error"));
    json.set("payload", response.get("payload"));
    json.set("status", response.get("status"));
    return json;
  }

  /** How an execution that went like that has ended. */
  static ExecutionStatus status(WalkResult walk) {
    if (walk.ambiguous()) {
      return ExecutionStatus.UNKNOWN;
    }
    return walk.error() == null ? ExecutionStatus.SUCCEEDED : ExecutionStatus.FAILED;
  }

  /** The refusal of work whose record was not taken. */
  static SubmissionResult.Refused notStored(Appended why) {
    if (why == Appended.KEY_TAKEN) {
      return Repeats.TAKEN;
    }
    return why == Appended.FULL
        ? new SubmissionResult.Refused(
            ErrorCode.CAPACITY_EXCEEDED, "Too many records wait to be stored.", 1)
        : new SubmissionResult.Refused(
            ErrorCode.STORAGE_UNAVAILABLE, "The record cannot be stored at the moment.", 5);
  }
}
