package net.intentus.submission;

import net.intentus.journal.IdempotencyClaim;
import net.intentus.journal.ReplayOf;
import org.jspecify.annotations.Nullable;

/**
 * What sets a submission apart from a plain one.
 *
 * @param later who is told when the record is durable; null when the caller waits for it
 */
record Origin(
    @Nullable IdempotencyClaim claim, @Nullable ReplayOf replayOf, @Nullable Place later) {
  static final Origin PLAIN = new Origin(null, null, null);

  boolean mustBeRecorded() {
    return claim != null || replayOf != null;
  }

  boolean mayCall(Decision decision) {
    return replayOf == null || replayOf.forced() || decision.irreversible().isEmpty();
  }
}
