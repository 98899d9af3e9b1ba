package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.Json;

/**
 * How far a budget was used when a decision was made that it may change.
 *
 * @param percent of its scarcest limit
 * @param softPercent from which on it is low
 */
record BudgetReading(String budget, long percent, int softPercent) {
  boolean low() {
    return percent >= softPercent;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("budget", budget).put("low", low());
    return json.put("percent", percent).put("softPercent", softPercent);
  }
}
