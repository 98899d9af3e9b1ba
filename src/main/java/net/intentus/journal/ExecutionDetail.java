package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import net.intentus.budget.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One execution, whole but for its payloads.
 *
 * @param error {@code {code, message, retryable, details}} or null
 * @param verdict the last one that an operator gave, or null
 * @param keptEnvelope how much of the envelope was to be kept
 * @param keptResponse how much of the response was; null while there is none
 * @param usage of all attempts together
 * @param calls of tools and models that agents told of
 * @param rates what the counters said that candidates were held to, in order of the candidates
 */
public record ExecutionDetail(
    ExecutionSummary summary,
    List<Candidate> candidates,
    List<Attempt> attempts,
    @Nullable ObjectNode error,
    @Nullable Verdict verdict,
    Kept keptEnvelope,
    @Nullable Kept keptResponse,
    List<Rate> rates,
    Usage usage,
    List<Call> calls) {

  /** Where nothing was used. */
  public ExecutionDetail(
      ExecutionSummary summary,
      List<Candidate> candidates,
      List<Attempt> attempts,
      @Nullable ObjectNode error,
      @Nullable Verdict verdict,
      Kept keptEnvelope,
      @Nullable Kept keptResponse,
      List<Rate> rates) {
    this(
        summary,
        candidates,
        attempts,
        error,
        verdict,
        keptEnvelope,
        keptResponse,
        rates,
        Usage.NONE,
        List.of());
  }

  /** Where no rate was limited and nothing used. */
  public ExecutionDetail(
      ExecutionSummary summary,
      List<Candidate> candidates,
      List<Attempt> attempts,
      @Nullable ObjectNode error,
      @Nullable Verdict verdict,
      Kept keptEnvelope,
      @Nullable Kept keptResponse) {
    this(summary, candidates, attempts, error, verdict, keptEnvelope, keptResponse, List.of());
  }

  /** Without a verdict, and without an answer; the envelope is kept whole. */
  public ExecutionDetail(
      ExecutionSummary summary,
      List<Candidate> candidates,
      List<Attempt> attempts,
      @Nullable ObjectNode error) {
    this(summary, candidates, attempts, error, null, Kept.FULL, null);
  }

  /**
   * What somebody decided about an unknown execution.
   *
   * @param outcome {@code succeeded|failed|rerun}
   * @param by the subject that decided
   */
  public record Verdict(String outcome, String reason, String by, Instant at) {}

  /**
   * A call of a tool or a model, as its agent told of it.
   *
   * @param attempt of which the agent told
   * @param name what the agent calls it, or null
   * @param ok whether it did what the agent wanted; null when the agent does not say
   * @param reason why not, or null
   */
  public record Call(
      int attempt,
      String agent,
      boolean tool,
      @Nullable String name,
      Usage usage,
      @Nullable Long latencyMs,
      @Nullable Boolean ok,
      @Nullable String reason) {}

  /**
   * A rate limit that decided about a candidate.
   *
   * @param key what was counted under
   * @param limit calls in a minute
   * @param used calls counted in that minute, with this one when it was counted
   */
  public record Rate(String agent, String ruleId, String key, int limit, long used) {}

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
   * @param retryInMs how long was waited before it was made again; null when it was not
   * @param waitedMs how much of its time it waited for a place before it was sent
   */
  public record Attempt(
      int index,
      String spanId,
      String agent,
      String status,
      Instant startedAt,
      @Nullable Long durationMs,
      @Nullable String errorCode,
      @Nullable String errorMessage,
      @Nullable Long retryInMs,
      long waitedMs) {

    /** One that was not made again and did not wait. */
    public Attempt(
        int index,
        String spanId,
        String agent,
        String status,
        Instant startedAt,
        @Nullable Long durationMs,
        @Nullable String errorCode,
        @Nullable String errorMessage) {
      this(index, spanId, agent, status, startedAt, durationMs, errorCode, errorMessage, null, 0);
    }
  }
}
