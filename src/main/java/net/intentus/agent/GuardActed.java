package net.intentus.agent;

/** Published when a guard has let a call of an agent pass, or has not, on this instance. */
public record GuardActed(String agent, Act act) {

  /** What MicroProfile Fault Tolerance counts. */
  public enum Act {
    /** The bulkhead had a place for the call. */
    PLACE_GIVEN,
    /** It had none. */
    PLACE_REFUSED,
    /** The call ended before its timeout. */
    IN_TIME,
    /** It did not. */
    TIMED_OUT,
    /** The circuit breaker took the call for a success. */
    CALL_SUCCEEDED,
    /** It took the call for a failure. */
    CALL_FAILED,
    /** The circuit was open. */
    CALL_REFUSED
  }
}
