package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.intentus.intent.ErrorCode;
import net.intentus.policy.RateReading;
import org.jspecify.annotations.Nullable;

/** What became of a submission. */
public sealed interface SubmissionResult {

  /**
   * It was executed, or an execution says why not.
   *
   * @param executionId null when the execution is not recorded
   * @param httpStatus what an HTTP entrance answers
   * @param response the {@code AgentResponse}
   * @param replayed whether it is the stored answer to an earlier request with the same key
   * @param rates the rate limits that it was counted against
   */
  record Answered(
      @Nullable String executionId,
      int httpStatus,
      ObjectNode response,
      boolean replayed,
      List<RateReading> rates)
      implements SubmissionResult {
    public Answered {
      rates = List.copyOf(rates);
    }

    /** An answer that no rate limit concerns. */
    public Answered(
        @Nullable String executionId, int httpStatus, ObjectNode response, boolean replayed) {
      this(executionId, httpStatus, response, replayed, List.of());
    }

    /** An answer to work that has just been done. */
    public Answered(@Nullable String executionId, int httpStatus, ObjectNode response) {
      this(executionId, httpStatus, response, false);
    }
  }

  /** Whoever asked is told later, as agreed. */
  enum Later implements SubmissionResult {
    /** There is one way to say it. */
    LATER
  }

  /**
   * There is no execution.
   *
   * @param retryAfterSeconds null when trying again does not help
   */
  record Refused(ErrorCode code, String detail, @Nullable Integer retryAfterSeconds)
      implements SubmissionResult {}
}
