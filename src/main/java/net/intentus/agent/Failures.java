package net.intentus.agent;

import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;

/** The runtime's own verdicts about calls, in its own words: nothing an agent said is repeated. */
final class Failures {
  private Failures() {}

  static AgentOutcome.Failed of(ErrorCode code, String message, boolean sent) {
    return new AgentOutcome.Failed(IntentError.of(code, message), sent);
  }

  static AgentOutcome.Failed cancelled(boolean sent) {
    return of(ErrorCode.WORKFLOW_ABORTED, "The call was cancelled.", sent);
  }

  static AgentOutcome.Failed timedOut(boolean sent) {
    return of(ErrorCode.AGENT_TIMEOUT, "The agent did not answer in time.", sent);
  }

  static AgentOutcome.Failed protocol(String message) {
    return of(ErrorCode.PROTOCOL_ERROR, message, true);
  }
}
