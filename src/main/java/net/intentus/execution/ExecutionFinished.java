package net.intentus.execution;

import java.time.Instant;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * Published when an execution has ended and its record is as durable as configured.
 *
 * @param executionId null when the execution is not recorded
 * @param createdAt when it was accepted; it ended {@code durationNanos} later
 * @param envelopeHash null when it is not recorded
 * @param journalHead hash of the last event; null when it is not recorded
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
    Instant createdAt,
    long durationNanos,
    @Nullable String envelopeHash,
    @Nullable String journalHead) {}
