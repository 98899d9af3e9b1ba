package net.intentus.journal;

import java.time.Instant;

/** An execution that is kept, payload and all, whatever the rules say. */
public record LegalHold(String executionId, String reason, String placedBy, Instant placedAt) {
  /** How long a reason may be, in characters. */
  public static final int MAX_REASON = 1_024;
}
