package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;

/**
 * One call that was made, or an agent that was not called in its turn.
 *
 * @param index from 1; 0 when there was no call
 * @param outcome {@code succeeded|failed|cancelled|ambiguous|skipped}
 * @param outputHash of the redacted answer; null without one
 */
public record AttemptRecord(
    int index,
    String agent,
    String outcome,
    long durationMs,
    @Nullable JsonNode payload,
    @Nullable IntentError error,
    @Nullable String outputHash) {
  private static final String SKIPPED = "skipped";

  static AttemptRecord skipped(String agent, IntentError why) {
    return new AttemptRecord(0, agent, SKIPPED, 0, null, why, null);
  }

  boolean called() {
    return !outcome.equals(SKIPPED);
  }
}
