package net.intentus.budget;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * A call of a tool or a model that an agent says it made.
 *
 * @param name what the agent calls it, or null
 * @param latencyMs how long it took, or null when it does not say
 * @param ok whether it did what the agent wanted; null when it does not say
 * @param reason why not, or null
 */
public record ReportedCall(
    boolean tool,
    @Nullable String name,
    Usage usage,
    @Nullable Long latencyMs,
    @Nullable Boolean ok,
    @Nullable String reason) {

  /** The same with its words changed. */
  public ReportedCall named(UnaryOperator<String> change) {
    return new ReportedCall(
        tool,
        name == null ? null : change.apply(name),
        usage.named(change),
        latencyMs,
        ok,
        reason == null ? null : change.apply(reason));
  }

  /** For the record. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("latencyMs", latencyMs);
    json.put("name", name);
    if (ok != null) {
      json.put("ok", ok);
    }
    if (reason != null) {
      json.put("reason", reason);
    }
    json.set("usage", usage.toJson());
    return json;
  }
}
