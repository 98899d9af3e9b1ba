package net.intentus.journal;

import net.intentus.intent.ErrorCode;

/** What an error code says, as the end of a sentence. */
final class ErrorMeaning {
  private ErrorMeaning() {}

  /** The meaning, or nothing for a word that is no code or needs no explanation. */
  static String of(String code) {
    return ErrorCode.find(code).map(ErrorMeaning::of).orElse("");
  }

  private static String of(ErrorCode code) {
    return switch (code) {
      case AGENT_UNAVAILABLE -> "it could not be reached";
      case TOOL_UNAVAILABLE -> "its tool could not be reached";
      case AGENT_TIMEOUT -> "it did not answer in time";
      case TRANSPORT_ERROR -> "the connection broke";
      case PROTOCOL_ERROR -> "its answer was not a valid response";
      case INTERNAL_AGENT_ERROR -> "it failed inside";
      case AGENT_ERROR -> "it reported an error";
      case CIRCUIT_OPEN -> "its circuit is open";
      case RATE_LIMIT -> "the rate limit is used up";
      case CAPACITY_EXCEEDED -> "there is no free place";
      case BUDGET_EXCEEDED -> "the budget is used up";
      case POLICY_DENIED -> "policy leaves no agent to call";
      case ROUTING_ERROR -> "the routing of the request names no agent that can do it";
      case CAPABILITY_NOT_FOUND -> "no enabled agent can do it";
      case VALIDATION_ERROR -> "the input is not valid";
      case WORKFLOW_ABORTED -> "it was cancelled";
      default -> "";
    };
  }
}
