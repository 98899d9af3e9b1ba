package net.intentus.budget;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.intentus.config.Prices;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** What tokens of a model cost. Immutable; the same prices have the same hash everywhere. */
public final class PriceTable {
  private final Map<String, Prices.Price> byModel;
  private final String hash;

  private PriceTable(Map<String, Prices.Price> byModel, String hash) {
    this.byModel = byModel;
    this.hash = hash;
  }

  /** The table of those prices. */
  public static PriceTable of(Prices prices) {
    ObjectNode json = Json.object();
    new TreeMap<>(prices.byModel())
        .forEach(
            (model, price) ->
                json.putObject(model)
                    .put("inputMicros", price.inputMicros())
                    .put("outputMicros", price.outputMicros()));
    return new PriceTable(prices.byModel(), Hashes.of(json));
  }

  /** The version of the table, for the record. */
  public String hash() {
    return hash;
  }

  /** In micro-units, rounded up; empty when the model has no price. */
  OptionalLong cost(@Nullable String model, long inputTokens, long outputTokens) {
    Prices.Price price = model == null ? null : byModel.get(model);
    if (price == null) {
      return OptionalLong.empty();
    }
    long thousandfold =
        Amount.add(
            Amount.times(inputTokens, price.inputMicros()),
            Amount.times(outputTokens, price.outputMicros()));
    return OptionalLong.of(thousandfold / 1_000 + (thousandfold % 1_000 == 0 ? 0 : 1));
  }
}
