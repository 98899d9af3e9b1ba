package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.intentus.journal.EventView;

/**
 * One event of the journal.
 *
 * @param offset time since the first event, with unit
 * @param gist who and what, from the payload; may be empty
 */
public record EventRow(
    int seq,
    String type,
    Moment at,
    String offset,
    String gist,
    JsonTree payload,
    String hash,
    String prevHash) {

  static List<EventRow> of(List<EventView> events, Instant now) {
    return events.stream().map(event -> row(event, events.get(0).at(), now)).toList();
  }

  private static EventRow row(EventView event, Instant first, Instant now) {
    return new EventRow(
        event.seq(),
        event.type().name(),
        Moment.of(event.at(), now),
        "+" + Moment.length(Math.max(0, Duration.between(first, event.at()).toMillis())),
        gist(event.payload()),
        JsonTree.of(event.payload(), "seq-" + event.seq() + ":"),
        event.hash(),
        event.prevHash());
  }

  private static String gist(JsonNode payload) {
    String agent = payload.path("agent").asText("");
    String outcome = payload.path("outcome").asText("");
    String code = payload.path("error").path("code").asText("");
    return java.util.stream.Stream.of(agent, outcome, code)
        .filter(word -> !word.isEmpty())
        .collect(java.util.stream.Collectors.joining(" · "));
  }
}
