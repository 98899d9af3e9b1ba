package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An execution that this instance has taken to go on with it. Give it back with {@link
 * OpenExecutions#done}.
 *
 * @param events what has happened so far, readable to the end only when {@link #intact}
 * @param envelope as recorded, redacted; null when it is not stored
 * @param kept what was kept apart for this, unsealed, by part
 * @param intact whether the record verifies
 * @param log where to append
 */
public record ReopenedExecution(
    ExecutionSummary summary,
    List<EventView> events,
    @Nullable JsonNode envelope,
    Map<Integer, JsonNode> kept,
    boolean intact,
    ExecutionLog log) {
  /** The part that holds the envelope before it was redacted. */
  public static final int ORIGINAL = 0;

  public ReopenedExecution {
    events = List.copyOf(events);
    kept = Map.copyOf(kept);
  }

  /** The envelope as it was sent; empty when it is not kept any more. */
  public Optional<JsonNode> original() {
    JsonNode sent = kept.get(ORIGINAL);
    return sent != null || summary.redactionCount() > 0
        ? Optional.ofNullable(sent)
        : Optional.ofNullable(envelope);
  }

  /** The answer of an earlier attempt; empty when it was not kept. */
  public Optional<JsonNode> answer(int attempt) {
    return Optional.ofNullable(kept.get(attempt));
  }
}
