package net.intentus.journal;

import java.time.Instant;
import java.util.List;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import org.jspecify.annotations.Nullable;

/**
 * An execution without its events and payloads: what a list shows.
 *
 * @param agent the agent whose answer was the result ({@code fallback}, {@code broadcast} or {@code
 *     parallel} when all failed), null while open and when none was called
 * @param durationMs from creation to completion, null while open
 * @param journalHead hash of the last durable event
 */
public record ExecutionSummary(
    String executionId,
    ExecutionStatus status,
    IntentRef intent,
    Strategy strategy,
    @Nullable String agent,
    String tenant,
    String subject,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable Long durationMs,
    int attempts,
    String traceId,
    String requestId,
    List<String> tags,
    String envelopeHash,
    @Nullable String responseHash,
    @Nullable String fingerprint,
    String journalHead,
    String routingTableHash,
    @Nullable String errorCode,
    int redactionCount) {}
