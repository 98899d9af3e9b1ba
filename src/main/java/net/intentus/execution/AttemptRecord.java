package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;

/**
 * One call that was made.
 *
 * @param outcome {@code succeeded|failed|cancelled|ambiguous}
 * @param outputHash of the redacted answer; null without one
 */
public record AttemptRecord(
    int index,
    String agent,
    String outcome,
    long durationMs,
    @Nullable JsonNode payload,
    @Nullable IntentError error,
    @Nullable String outputHash) {}
