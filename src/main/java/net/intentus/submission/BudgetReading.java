package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * How far a budget was used when a decision was made that it may change, and how slow the agent was
 * that would have been first.
 *
 * @param percent of its scarcest limit
 * @param softPercent from which on it is low, or null
 * @param latency null where the budget does not ask for it
 */
record BudgetReading(
    String budget, long percent, @Nullable Integer softPercent, @Nullable Latency latency) {

  /**
   * What calls of an agent usually took lately.
   *
   * @param usualMs null when too few calls were made to tell
   * @param softMs above which it is slow
   */
  record Latency(String agent, @Nullable Long usualMs, int softMs) {
    boolean slow() {
      return usualMs != null && usualMs > softMs;
    }
  }

  /** Whether it wants the economy tier first. */
  boolean low() {
    return (softPercent != null && percent >= softPercent) || (latency != null && latency.slow());
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("budget", budget);
    if (latency != null) {
      json.put("latencyMs", latency.usualMs()).put("latencyOf", latency.agent());
    }
    json.put("low", low()).put("percent", percent);
    if (latency != null) {
      json.put("softLatencyMs", latency.softMs());
    }
    return json.put("softPercent", softPercent);
  }
}
