package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution, whole but for its payloads.
 *
 * @param error {@code {code, message, retryable, details}} or null
 */
public record ExecutionDetail(
    ExecutionSummary summary,
    List<Candidate> candidates,
    List<Attempt> attempts,
    @Nullable ObjectNode error) {

  /**
   * What became of a candidate.
   *
   * @param outcome {@code failed|succeeded|filtered|skipped|not_reached|cancelled}
   * @param reason error code, policy rule or strategy that explains the outcome, or null
   */
  public record Candidate(
      String agent,
      int position,
      String outcome,
      @Nullable String reason,
      @Nullable Long durationMs) {}

  /**
   * One call of one agent; also a trace span.
   *
   * @param index from 1, in launch order
   * @param status {@code running|succeeded|failed|cancelled|ambiguous}
   */
  public record Attempt(
      int index,
      String spanId,
      String agent,
      String status,
      Instant startedAt,
      @Nullable Long durationMs,
      @Nullable String errorCode,
      @Nullable String errorMessage) {}
}
