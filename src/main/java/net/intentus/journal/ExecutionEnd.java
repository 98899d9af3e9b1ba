package net.intentus.journal;

import java.time.Instant;
import net.intentus.intent.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended.
 *
 * @param status one of the terminal ones
 * @param response the redacted answer
 * @param responseHash over {@code {status, payload, error}} of the redacted answer
 */
public record ExecutionEnd(
    ExecutionStatus status,
    @Nullable String agent,
    @Nullable ErrorCode errorCode,
    KeptDocument response,
    String responseHash,
    String fingerprint,
    @Nullable Instant startedAt,
    Instant completedAt,
    int attempts) {
  public ExecutionEnd {
    if (!status.terminal()) {
      throw new IllegalArgumentException("an execution does not end as " + status.wire());
    }
  }
}
