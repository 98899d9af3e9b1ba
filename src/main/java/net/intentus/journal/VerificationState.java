package net.intentus.journal;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the last sweep over the records found of one.
 *
 * @param failedCheck the first check that failed, or null
 * @param failedSeq the event it names, or null
 */
public record VerificationState(
    String executionId,
    State state,
    Instant verifiedAt,
    @Nullable String failedCheck,
    @Nullable Integer failedSeq) {

  /** Whether the record held. */
  public enum State {
    OK,
    MISMATCH;

    /** The lower-case form that documents carry. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static VerificationState of(String executionId, VerifyReport report, Instant now) {
    return report.checks().stream()
        .filter(check -> check.result() == VerifyReport.Result.FAILED)
        .findFirst()
        .map(
            check ->
                new VerificationState(executionId, State.MISMATCH, now, check.name(), check.seq()))
        .orElseGet(() -> new VerificationState(executionId, State.OK, now, null, null));
  }
}
