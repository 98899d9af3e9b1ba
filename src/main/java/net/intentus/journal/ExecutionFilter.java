package net.intentus.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which executions to list; null means any. Newest first.
 *
 * @param subject only what this subject submitted
 * @param trait what is remarkable of them
 * @param text searched in intent, agent, ids, tags and error code, case-insensitively
 * @param from created at or after
 * @param to created before
 * @param limit 1 to 200
 * @param cursor where the previous page ended, opaque
 */
public record ExecutionFilter(
    @Nullable String intent,
    @Nullable String version,
    @Nullable String agent,
    @Nullable ExecutionStatus status,
    @Nullable String strategy,
    @Nullable String errorCode,
    @Nullable String tenant,
    @Nullable String subject,
    @Nullable String traceId,
    @Nullable String requestId,
    @Nullable String tag,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable ExecutionTrait trait,
    @Nullable String text,
    int limit,
    @Nullable String cursor) {

  /** The most rows a page can have. */
  public static final int MAX_LIMIT = 200;

  public ExecutionFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit");
    }
  }
}
