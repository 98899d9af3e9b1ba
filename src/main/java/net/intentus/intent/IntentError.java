package net.intentus.intent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A failure as data.
 *
 * @param details further facts, or null
 */
public record IntentError(
    ErrorCode code, String message, boolean retryable, @Nullable ObjectNode details) {

  /** An error with the code's own retryability and no details. */
  public static IntentError of(ErrorCode code, String message) {
    return new IntentError(code, message, code.retryable(), null);
  }

  /** The same error with one more detail. */
  public IntentError with(String name, boolean value) {
    ObjectNode copy = details == null ? JsonNodeFactory.instance.objectNode() : details.deepCopy();
    copy.put(name, value);
    return new IntentError(code, message, retryable, copy);
  }

  /** The same error with one more detail. */
  public IntentError with(String name, long value) {
    ObjectNode copy = details == null ? JsonNodeFactory.instance.objectNode() : details.deepCopy();
    copy.put(name, value);
    return new IntentError(code, message, retryable, copy);
  }

  /** The same error with one more detail. */
  public IntentError with(String name, String value) {
    ObjectNode copy = details == null ? JsonNodeFactory.instance.objectNode() : details.deepCopy();
    copy.put(name, value);
    return new IntentError(code, message, retryable, copy);
  }

  /** The wire form {@code {code, message, retryable, details}}. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("code", code.name());
    json.set("details", details == null ? json.objectNode() : details);
    json.put("message", message);
    json.put("retryable", retryable);
    return json;
  }
}
