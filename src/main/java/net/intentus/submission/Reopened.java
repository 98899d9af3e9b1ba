package net.intentus.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.intentus.execution.RecordedRun;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Priority;
import net.intentus.intent.Reading;
import net.intentus.intent.Routing;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.ReopenedExecution;
import org.jspecify.annotations.Nullable;

/**
 * A reopened execution as it can be run.
 *
 * @param envelope the original; without it the recorded one, or what the summary tells of it
 * @param run what has been done; null when the record does not tell
 * @param refusal why no agent may be called, or null
 */
record Reopened(
    ReopenedExecution execution,
    IntentEnvelope envelope,
    @Nullable RecordedRun run,
    @Nullable String refusal) {

  static final String WITHOUT_ORIGINAL =
      "The run was interrupted, and the request as it was sent is not kept any more.";
  static final String DAMAGED =
      "The run was interrupted, and its record does not tell how to go on.";
  static final String TOO_OFTEN = "The run was interrupted again each time it was resumed.";

  /** How often a run is resumed before it is left to an operator. */
  static final int MOST_RECOVERIES = 5;

  static Reopened of(ReopenedExecution execution) {
    ExecutionSummary summary = execution.summary();
    Optional<IntentEnvelope> original =
        execution.original().flatMap(Reopened::read).filter(sent -> genuine(execution, sent));
    RecordedRun run =
        execution.intact()
            ? RecordedRun.of(summary.strategy(), execution.events()).orElse(null)
            : null;
    String refusal = null;
    if (run == null) {
      refusal = DAMAGED;
    } else if (original.isEmpty()) {
      refusal = WITHOUT_ORIGINAL;
    } else if (run.recoveries() >= MOST_RECOVERIES) {
      refusal = TOO_OFTEN;
    }
    return new Reopened(
        execution,
        original.or(() -> recorded(execution)).orElseGet(() -> sketch(summary)),
        run == null ? null : run.with(execution::answer),
        refusal);
  }

  /** What was stored whole has the recorded hash; what was redacted has been sealed instead. */
  private static boolean genuine(ReopenedExecution execution, IntentEnvelope sent) {
    return execution.kept().containsKey(ReopenedExecution.ORIGINAL) || whole(execution, sent);
  }

  private static boolean whole(ReopenedExecution execution, IntentEnvelope stored) {
    return Hashes.of(stored.hashed()).equals(execution.summary().envelopeHash());
  }

  /** Of the redacted payload, as every attempt says. */
  String inputHash(PayloadPrivacy privacy) {
    return recorded(execution)
        .filter(stored -> whole(execution, stored))
        .map(stored -> Hashes.of(stored.payload()))
        .orElseGet(() -> Hashes.of(privacy.envelope().payload()));
  }

  private static Optional<IntentEnvelope> recorded(ReopenedExecution execution) {
    return Optional.ofNullable(execution.envelope()).flatMap(Reopened::read);
  }

  private static Optional<IntentEnvelope> read(JsonNode json) {
    Reading reading =
        EnvelopeReader.read(json, new EnvelopeReader.Defaults(Instant.EPOCH, null, null, () -> ""));
    return reading instanceof Reading.Accepted accepted
        ? Optional.of(accepted.envelope())
        : Optional.empty();
  }

  private static IntentEnvelope sketch(ExecutionSummary summary) {
    return new IntentEnvelope(
        summary.intent(),
        Json.object(),
        new IntentEnvelope.Context(null, summary.createdAt(), Priority.NORMAL, summary.tags()),
        new IntentEnvelope.Metadata(
            summary.requestId(), null, summary.createdAt(), summary.traceId(), List.of()),
        new Routing(summary.strategy(), null, List.of()));
  }
}
