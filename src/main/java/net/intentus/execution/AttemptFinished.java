package net.intentus.execution;

import java.time.Instant;
import net.intentus.intent.IntentRef;
import org.jspecify.annotations.Nullable;

/**
 * Published when one call of one agent has ended; a finished trace span.
 *
 * @param executionId null when the execution is not recorded
 * @param status {@code succeeded|failed|cancelled|ambiguous}
 * @param errorCode null on success
 * @param errorMessage redacted; null on success
 */
public record AttemptFinished(
    @Nullable String executionId,
    String traceId,
    String requestId,
    String spanId,
    @Nullable String parentSpanId,
    String agent,
    IntentRef intent,
    String status,
    Instant startedAt,
    long durationNanos,
    @Nullable String errorCode,
    @Nullable String errorMessage) {}
