package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.journal.ExecutionDetail.Rate;

/** Reads what a record says of rate limits. Pure. */
final class RateReader {
  /** The action of a candidate whose rule allows it, though not this often. */
  static final String LIMITED = "rate_limit";

  private RateReader() {}

  /** One for each candidate whose counter was asked. */
  static List<Rate> rates(JsonNode policyDecision) {
    Map<String, JsonNode> counters = new HashMap<>();
    for (JsonNode counter : policyDecision.path("rateLimits")) {
      counters.put(counter.path("key").asText(), counter);
    }
    List<Rate> rates = new ArrayList<>();
    for (JsonNode row : policyDecision.path("candidates")) {
      JsonNode counter = counters.get(row.path("rateLimitKey").asText());
      if (counter != null && row.has("rateLimitKey")) {
        rates.add(
            new Rate(
                row.path("agent").asText(),
                row.path("ruleId").asText(),
                row.path("rateLimitKey").asText(),
                row.path("rateLimitPerMinute").asInt(),
                counter.path("used").asLong()));
      }
    }
    return rates;
  }
}
