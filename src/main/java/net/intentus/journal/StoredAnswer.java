package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What an execution answered.
 *
 * @param response the {@code AgentResponse}, redacted
 * @param reported whether its error is one that an agent reported, not the runtime's own verdict
 */
public record StoredAnswer(JsonNode response, boolean reported) {
  /** The name under which the last event of an execution says so. */
  public static final String REPORTED = "reported";

  /** Empty when the response is not all of what was answered. */
  static Optional<StoredAnswer> of(JsonNode response, List<EventView> events) {
    boolean reported = false;
    Kept kept = Kept.FULL;
    for (EventView event : events) {
      if (event.type() == EventType.FINAL_RESPONSE) {
        reported |= event.payload().path(REPORTED).asBoolean();
        kept = Kept.parse(event.payload().path("responseKept").textValue());
      }
    }
    return kept == Kept.FULL ? Optional.of(new StoredAnswer(response, reported)) : Optional.empty();
  }
}
