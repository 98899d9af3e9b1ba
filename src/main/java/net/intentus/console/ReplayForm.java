package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.intentus.intent.Json;
import net.intentus.submission.ReplayRequest;
import net.intentus.submission.Replays;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form that runs a record again.
 *
 * @param values by field, all but the payload without blanks at the ends
 */
record ReplayForm(Map<String, String> values) {

  static ReplayForm of(MultivaluedMap<String, String> fields) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : ReplayView.FIELDS) {
      String sent = fields.getFirst(name);
      values.put(name, sent == null ? "" : name.equals("payload") ? sent : sent.strip());
    }
    return new ReplayForm(values);
  }

  /** What only the form can see is wrong, by field. */
  Map<String, String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    if (AgentForm.json(value("payload")) == null) {
      problems.put("payload", "This is no JSON object.");
    }
    if (forced() && value("reason").isEmpty()) {
      problems.put("reason", "Say why it has to be done again.");
    }
    if (value("reason").length() > Replays.MAX_REASON) {
      problems.put("reason", "Use at most " + Replays.MAX_REASON + " characters.");
    }
    return problems;
  }

  /** What to do; meant for a form without {@link #problems}. */
  ReplayRequest request(JsonNode recorded) {
    ObjectNode payload = AgentForm.json(value("payload"));
    ObjectNode routing = routing();
    return new ReplayRequest(
        payload == null || payload.equals(recorded.path("payload"))
            ? null
            : new ReplayRequest.Whole(payload),
        routing.equals(recorded.path("routing")) ? null : routing,
        forced(),
        reason());
  }

  private ObjectNode routing() {
    ObjectNode routing = Json.object();
    routing.put("strategy", value("strategy"));
    routing.put("targetAgent", value("targetAgent").isEmpty() ? null : value("targetAgent"));
    ArrayNode chain = routing.putArray("fallbackAgents");
    value("fallbackAgents")
        .lines()
        .map(String::strip)
        .filter(n -> !n.isEmpty())
        .forEach(chain::add);
    return routing;
  }

  private boolean forced() {
    return !value("force").isEmpty();
  }

  private @Nullable String reason() {
    return value("reason").isEmpty() ? null : value("reason");
  }

  private String value(String field) {
    return values.getOrDefault(field, "");
  }
}
