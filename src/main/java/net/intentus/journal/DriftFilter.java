package net.intentus.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where to look for drift.
 *
 * @param tenant null for all
 * @param intent null for all
 * @param from executions from then on
 * @param to executions before then
 * @param limit 1 to {@link #MAX_LIMIT}
 * @param cursor where the previous page ended, opaque
 */
public record DriftFilter(
    @Nullable String tenant,
    @Nullable String intent,
    Instant from,
    Instant to,
    int limit,
    @Nullable String cursor) {
  /** The most groups a page can have. */
  public static final int MAX_LIMIT = 100;

  public DriftFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit");
    }
  }
}
