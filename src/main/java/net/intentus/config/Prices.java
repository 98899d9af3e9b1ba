package net.intentus.config;

import java.util.Map;

/** {@code intentus.prices}: what tokens of a model cost. */
public record Prices(Map<String, Price> byModel) {
  public Prices {
    byModel = Map.copyOf(byModel);
  }

  /** In micro-units of the configured currency for 1,000 tokens. */
  public record Price(long inputMicros, long outputMicros) {}
}
