package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.policy.PolicyDecision.Action;
import org.jspecify.annotations.Nullable;

/**
 * Reads one rule leniently. A part that cannot be used must not let more through than its author
 * meant: a rule that allows is then left out, one that does not is kept without that part.
 */
final class RuleReader {
  private final JsonNode json;
  private final int index;
  private boolean unusable;

  private RuleReader(JsonNode json, int index) {
    this.json = json;
    this.index = index;
  }

  /** The rule, or empty when it would allow what nobody may have meant. */
  static Optional<Rule> read(JsonNode json, int index) {
    RuleReader reader = new RuleReader(json, index);
    Rule rule = reader.rule();
    return reader.unusable && rule.action() == Action.ALLOW ? Optional.empty() : Optional.of(rule);
  }

  private Rule rule() {
    String id = json.path("id").textValue();
    Long perMinute = count("rate_limit_per_minute", Integer.MAX_VALUE);
    return new Rule(
        id == null || id.isEmpty() ? "rule-" + (index + 1) : id,
        Action.parse(json.path("action").textValue()).orElse(Action.DENY),
        priority(),
        names("intents"),
        names("agents"),
        names("roles"),
        names("tenants"),
        payload(),
        perMinute == null ? null : perMinute.intValue(),
        template(),
        count("max_timeout_ms", Long.MAX_VALUE));
  }

  private long priority() {
    JsonNode node = given("priority");
    if (node == null) {
      return 0;
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    unusable = true;
    return 0;
  }

  private NameFilter names(String field) {
    JsonNode node = given(field);
    if (node == null) {
      return NameFilter.ANY;
    }
    List<String> names = new ArrayList<>();
    boolean usable = node.isArray();
    for (JsonNode entry : node) {
      usable &= entry.isTextual();
      names.add(entry.asText());
    }
    unusable |= !usable;
    return usable ? NameFilter.of(names) : NameFilter.ANY;
  }

  private List<PayloadFilter> payload() {
    List<PayloadFilter> filters = new ArrayList<>();
    JsonNode node = given("payload_regex");
    if (node == null) {
      return filters;
    }
    unusable |= !node.isObject();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      try {
        unusable |= !entry.getValue().isTextual();
        if (entry.getValue().isTextual()) {
          filters.add(PayloadFilter.of(entry.getKey(), entry.getValue().textValue()));
        }
      } catch (PatternSyntaxException e) {
        unusable = true;
      }
    }
    return List.copyOf(filters);
  }

  private @Nullable KeyTemplate template() {
    JsonNode node = given("rate_limit_key_template");
    if (node == null) {
      return null;
    }
    unusable |= !node.isTextual();
    return node.isTextual() ? KeyTemplate.of(node.textValue()) : null;
  }

  private @Nullable Long count(String field, long most) {
    JsonNode node = given(field);
    if (node == null) {
      return null;
    }
    boolean usable =
        node.isIntegralNumber()
            && node.canConvertToLong()
            && node.longValue() >= 0
            && node.longValue() <= most;
    unusable |= !usable;
    return usable ? node.longValue() : null;
  }

  private @Nullable JsonNode given(String field) {
    JsonNode node = json.get(field);
    return node == null || node.isNull() ? null : node;
  }
}
