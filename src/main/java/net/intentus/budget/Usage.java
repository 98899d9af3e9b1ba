package net.intentus.budget;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What one call of an agent used, or several together.
 *
 * @param costMicros in micro-units of the configured currency
 * @param model the last one that was named, or null
 */
public record Usage(long inputTokens, long outputTokens, long costMicros, @Nullable String model) {
  /** Nothing was used. */
  public static final Usage NONE = new Usage(0, 0, 0, null);

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(
        Amount.add(inputTokens, other.inputTokens),
        Amount.add(outputTokens, other.outputTokens),
        Amount.add(costMicros, other.costMicros),
        other.model == null ? model : other.model);
  }

  /** The same with the model's name changed. */
  public Usage named(UnaryOperator<String> change) {
    return model == null
        ? this
        : new Usage(inputTokens, outputTokens, costMicros, change.apply(model));
  }

  /** What a ledger counts when one call used this. */
  public Amount ofOneCall() {
    return new Amount(costMicros, Amount.add(inputTokens, outputTokens), 1);
  }

  /** As the contract writes it. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("costMicros", costMicros);
    json.put("inputTokens", inputTokens);
    json.put("model", model);
    return json.put("outputTokens", outputTokens);
  }

  /** What {@link #toJson} wrote; nothing where there is no object. */
  public static Usage recorded(JsonNode json) {
    return new Usage(
        json.path("inputTokens").asLong(),
        json.path("outputTokens").asLong(),
        json.path("costMicros").asLong(),
        json.path("model").textValue());
  }
}
