package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.journal.ExecutionRecord;
import net.intentus.submission.ReplayProspect;
import org.jspecify.annotations.Nullable;

/**
 * The form that runs a record again.
 *
 * @param obstacle why it cannot be run again at all, or null
 * @param redacted places that have to be filled in: pointers into the payload
 * @param irreversible agents that would be called although their work cannot be undone
 * @param values what the form holds, by field
 * @param errors what is wrong, by field; {@code ""} for the whole
 */
public record ReplayView(
    String id,
    String url,
    String intent,
    String version,
    @Nullable String obstacle,
    List<String> redacted,
    List<String> irreversible,
    Map<String, String> values,
    Map<String, String> errors) {
  /** The fields of the form. */
  static final List<String> FIELDS =
      List.of("payload", "strategy", "targetAgent", "fallbackAgents", "reason", "force");

  /** What a field holds. */
  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  /** What is wrong with a field, or null. */
  public @Nullable String error(String field) {
    return errors.get(field);
  }

  /** The form as the record has it. */
  static ReplayView of(ExecutionRecord record, ReplayProspect prospect) {
    JsonNode envelope = record.envelope().shown();
    JsonNode recorded = envelope == null ? Json.object() : envelope;
    JsonNode routing = recorded.path("routing");
    Map<String, String> values = new LinkedHashMap<>();
    values.put(
        "payload",
        Json.pretty(recorded.path("payload") instanceof ObjectNode p ? p : Json.object()));
    values.put("strategy", routing.path("strategy").asText("direct"));
    values.put("targetAgent", routing.path("targetAgent").asText(""));
    values.put("fallbackAgents", lines(routing.path("fallbackAgents")));
    return new ReplayView(
        record.summary().executionId(),
        Url.execution(record.summary().executionId()),
        record.summary().intent().name(),
        record.summary().intent().version(),
        prospect.obstacle(),
        prospect.redacted().stream().map(ReplayView::inPayload).toList(),
        prospect.irreversible(),
        values,
        Map.of());
  }

  private static String lines(JsonNode names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.joining("\n"));
  }

  private static String inPayload(String pointer) {
    return pointer.startsWith("/payload/") ? pointer.substring("/payload".length()) : pointer;
  }

  /** The same as it was sent, with what is wrong with it. */
  ReplayView sent(Map<String, String> typed, Map<String, String> wrong) {
    return new ReplayView(id, url, intent, version, obstacle, redacted, irreversible, typed, wrong);
  }

  /** What is wrong, by field. */
  static Map<String, String> errors(List<Violation> violations) {
    Map<String, String> errors = new LinkedHashMap<>();
    for (Violation violation : violations) {
      String pointer = violation.pointer();
      String field =
          pointer.startsWith("/payload") ? "payload" : pointer.replaceFirst("^/routing/?", "");
      field = field.replaceFirst("/.*", "");
      String message =
          field.equals("payload")
              ? pointer.substring("/payload".length()) + " " + violation.message()
              : violation.message();
      errors.merge(FIELDS.contains(field) ? field : "", message, (a, b) -> a + "; " + b);
    }
    return errors;
  }
}
