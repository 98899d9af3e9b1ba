package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What became of a submission. */
public sealed interface SubmissionResult {

  /**
   * It was executed, or an execution says why not.
   *
   * @param executionId null when the execution is not recorded
   * @param httpStatus what an HTTP entrance answers
   * @param response the {@code AgentResponse}
   */
  record Answered(@Nullable String executionId, int httpStatus, ObjectNode response)
      implements SubmissionResult {}

  /**
   * There is no execution.
   *
   * @param retryAfterSeconds null when trying again does not help
   */
  record Refused(ErrorCode code, String detail, @Nullable Integer retryAfterSeconds)
      implements SubmissionResult {}
}
