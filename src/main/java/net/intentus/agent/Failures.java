package net.intentus.agent;

import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;

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

  /** Called too often; it may be called again after that time. */
  static AgentOutcome.Failed limited(long retryAfterMs) {
    return new AgentOutcome.Failed(
        IntentError.of(ErrorCode.RATE_LIMIT, "The agent may not be called more often in a minute.")
            .with("retryAfterMs", retryAfterMs),
        false);
  }

  /**
   * The agent wants to be called less.
   *
   * @param retryAfter what it says of when, in seconds (RFC 9110, section 10.2.3); null, a date or
   *     anything else tells nothing
   */
  static AgentOutcome.Failed busy(String message, @Nullable String retryAfter) {
    IntentError error = IntentError.of(ErrorCode.RATE_LIMIT, message);
    boolean told = retryAfter != null && retryAfter.matches("[1-9][0-9]{0,5}");
    return new AgentOutcome.Failed(
        told ? error.with("retryAfterMs", Long.parseLong(retryAfter) * 1_000) : error, true);
  }

  /** Not called because its circuit is open. */
  static AgentOutcome.Failed open(CircuitReading circuit) {
    IntentError error =
        IntentError.of(
            ErrorCode.CIRCUIT_OPEN,
            circuit.forced()
                ? "An operator has opened the agent's circuit."
                : "The agent has failed too often and is left alone for a while.");
    return new AgentOutcome.Failed(
        circuit.retryAfterMs() == 0 ? error : error.with("retryAfterMs", circuit.retryAfterMs()),
        false);
  }

  static AgentOutcome.Failed protocol(String message) {
    return of(ErrorCode.PROTOCOL_ERROR, message, true);
  }
}
