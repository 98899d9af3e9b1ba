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
   * @param text the same as UTF-8, when somebody has written it already; not to be changed
   * @param replayed whether it is the stored answer to an earlier request with the same key
   * @param rates the rate limits that it was counted against
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared nowhere
  record Answered(
      @Nullable String executionId,
      int httpStatus,
      ObjectNode response,
      byte @Nullable [] text,
      boolean replayed,
      List<RateReading> rates)
      implements SubmissionResult {
    public Answered(
        @Nullable String executionId,
        int httpStatus,
        ObjectNode response,
        byte @Nullable [] text,
        boolean replayed,
        List<RateReading> rates) {
      this.executionId = executionId;
      this.httpStatus = httpStatus;
      this.response = response;
      this.text = text;
      this.replayed = replayed;
      this.rates = List.copyOf(rates);
    }

    /** An answer that no rate limit concerns. */
    public Answered(
        @Nullable String executionId, int httpStatus, ObjectNode response, boolean replayed) {
      this(executionId, httpStatus, response, null, replayed, List.of());
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
