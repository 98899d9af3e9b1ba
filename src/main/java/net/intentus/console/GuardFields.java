package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.intentus.agent.GuardDocument;
import net.intentus.agent.GuardSettings;
import org.jspecify.annotations.Nullable;

/**
 * The {@code guard} of a registration as fields of a form: each is named by its way through the
 * document, with dots. What is typed goes to the same reader as what the API is sent, so both are
 * told the same. Stateless.
 */
final class GuardFields {
  private static final String PREFIX = "guard.";

  /** Field → what people call it. */
  private static final Map<String, String> LABELS = labels();

  private GuardFields() {}

  private static Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("timeoutMs", "Timeout");
    labels.put("maxConcurrent", "Calls at once");
    labels.put("maxQueued", "Waiting calls");
    labels.put("maxCallsPerMinute", "Calls a minute");
    labels.put("retry.maxRetries", "Retries");
    labels.put("retry.delayMs", "Wait before a retry");
    labels.put("retry.jitterMs", "Jitter");
    labels.put("circuitBreaker.requestVolumeThreshold", "Newest calls looked at");
    labels.put("circuitBreaker.failureRatio", "Share of failures");
    labels.put("circuitBreaker.delayMs", "Stays open");
    labels.put("circuitBreaker.successThreshold", "Probes");
    return labels;
  }

  /** What people call a field, the empty text for one of another part. */
  static String label(String field) {
    if (field.equals(PREFIX + "retry")) {
      return "Retry";
    }
    return field.startsWith(PREFIX)
        ? LABELS.getOrDefault(field.substring(PREFIX.length()), "Guards")
        : "";
  }

  /** What stands in the fields of a guard; they are empty where nothing is set. */
  static Map<String, String> of(@Nullable GuardSettings guard) {
    ObjectNode json = GuardDocument.write(guard);
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : LABELS.keySet()) {
      values.put(PREFIX + field, json.at("/" + field.replace('.', '/')).asText());
    }
    return values;
  }

  /** Adds the guard that the fields describe; a part of which nothing is filled in is left out. */
  static void write(UnaryOperator<String> value, ObjectNode registration) {
    for (String field : LABELS.keySet()) {
      String typed = value.apply(PREFIX + field);
      if (!typed.isEmpty()) {
        int dot = field.indexOf('.');
        String part = dot < 0 ? "/guard" : "/guard/" + field.substring(0, dot);
        registration.withObject(part).set(field.substring(dot + 1), number(typed));
      }
    }
  }

  /** The number that was typed, else the text, for the reader to say what is wrong with it. */
  private static JsonNode number(String typed) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (typed.matches("-?\\d{1,9}")) {
      return json.numberNode(Integer.parseInt(typed));
    }
    return typed.matches("\\d{0,9}\\.\\d{1,9}")
        ? json.numberNode(new BigDecimal(typed).doubleValue())
        : json.textNode(typed);
  }
}
