package net.intentus.execution;

import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Published when an execution has ended and its record is as durable as configured.
 *
 * @param executionId null when the execution is not recorded
 * @param agent see {@link net.intentus.journal.ExecutionSummary#agent()}
 */
public record ExecutionFinished(
    @Nullable String executionId,
    String traceId,
    String requestId,
    IntentRef intent,
    Strategy strategy,
    @Nullable String agent,
    String tenant,
    ExecutionStatus status,
    @Nullable String errorCode,
    int attempts,
    long durationNanos) {}
