package net.intentus.agent;

/** Published when a guard of an agent has done something about a call, on this instance. */
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
    CALL_REFUSED,
    /** A failed call is made again. */
    RETRIED,
    /** The first try of a call that could have been made again succeeded. */
    DONE_AT_ONCE,
    /** It failed in a way that another try would not mend, or there was no time for one. */
    FAILED_AT_ONCE,
    /** A retry succeeded. */
    DONE_AFTER_RETRIES,
    /** A retry failed as {@link #FAILED_AT_ONCE}. */
    FAILED_AFTER_RETRIES,
    /** The last retry that is allowed failed. */
    RETRIES_USED_UP
  }
}
