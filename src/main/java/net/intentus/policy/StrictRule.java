package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.policy.PolicyDecision.Action;
import org.jspecify.annotations.Nullable;

/** Checks one rule strictly. */
final class StrictRule {
  private static final int MAX_WORD = 256;
  private static final int MAX_LIST = 256;
  private static final int MAX_PATTERNS = 32;
  private static final String NOT_YET =
      "is not supported yet: in this version nobody can approve anything";
  private static final List<String> LISTS = List.of("intents", "agents", "roles", "tenants");
  private static final Set<String> OTHERS =
      Set.of(
          "id",
          "action",
          "priority",
          "payload_regex",
          "rate_limit_per_minute",
          "rate_limit_key_template",
          "max_timeout_ms",
          "approval");

  private final JsonNode rule;
  private final String pointer;
  private final boolean enforcedOnly;
  private final List<Violation> violations;
  private long patternSize;

  StrictRule(JsonNode rule, String pointer, boolean enforcedOnly, List<Violation> violations) {
    this.rule = rule;
    this.pointer = pointer;
    this.enforcedOnly = enforcedOnly;
    this.violations = violations;
  }

  /** How large the patterns of the rule are together; 0 before {@link #check}. */
  long patternSize() {
    return patternSize;
  }

  void check() {
    if (!rule.isObject()) {
      violations.add(new Violation(pointer, "must be a JSON object"));
      return;
    }
    rule.fieldNames().forEachRemaining(this::name);
    word(at("id"), rule.get("id"));
    Optional<Action> action = Action.parse(rule.path("action").textValue());
    if (action.isEmpty()) {
      violate("action", "must be one of allow, deny, require_approval");
    } else if (enforcedOnly && action.get() == Action.REQUIRE_APPROVAL) {
      violate("action", "require_approval " + NOT_YET);
    }
    integer("priority", Integer.MIN_VALUE, Integer.MAX_VALUE);
    LISTS.forEach(this::list);
    patterns();
    limits(action);
  }

  private void name(String name) {
    if (!LISTS.contains(name) && !OTHERS.contains(name)) {
      violate(name, "is not a known field");
    }
  }

  private void list(String name) {
    JsonNode list = rule.get(name);
    if (list == null) {
      return;
    }
    if (!list.isArray() || list.size() > MAX_LIST) {
      violate(name, "must be an array of at most " + MAX_LIST + " strings");
      return;
    }
    for (int i = 0; i < list.size(); i++) {
      word(at(name) + "/" + i, list.get(i));
    }
  }

  private void patterns() {
    JsonNode patterns = rule.get("payload_regex");
    if (patterns == null) {
      return;
    }
    if (!patterns.isObject() || patterns.size() > MAX_PATTERNS) {
      violate("payload_regex", "must be an object of at most " + MAX_PATTERNS + " patterns");
      return;
    }
    for (Map.Entry<String, JsonNode> entry : patterns.properties()) {
      if (compiles(entry.getKey(), entry.getValue())) {
        patternSize += PatternSize.of(entry.getValue().textValue());
      } else {
        violations.add(
            new Violation(
                Violations.pointer(pointer + "/payload_regex", entry.getKey()),
                ("must be a regular expression in RE2 syntax of at most %d characters, with few"
                        + " repetitions")
                    .formatted(PayloadFilter.MAX_PATTERN)));
      }
    }
  }

  private static boolean compiles(String field, JsonNode regex) {
    if (!regex.isTextual() || regex.textValue().length() > PayloadFilter.MAX_PATTERN) {
      return false;
    }
    try {
      PayloadFilter.of(field, regex.textValue());
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private void limits(Optional<Action> action) {
    integer("rate_limit_per_minute", 1, Integer.MAX_VALUE);
    integer("max_timeout_ms", 1, Integer.MAX_VALUE);
    JsonNode template = rule.get("rate_limit_key_template");
    if (template != null) {
      word(at("rate_limit_key_template"), template);
      if (template.isTextual() && !KeyTemplate.of(template.textValue()).valid()) {
        violate(
            "rate_limit_key_template",
            "may name {tenant}, {subject}, {key}, {intent}, {agent} and {address} only");
      }
      if (!rule.has("rate_limit_per_minute")) {
        violate("rate_limit_key_template", "needs rate_limit_per_minute");
      }
    }
    JsonNode approval = rule.get("approval");
    boolean needed = action.equals(Optional.of(Action.REQUIRE_APPROVAL));
    if (approval != null && !(needed && approval.isObject())) {
      violate("approval", "must be an object, in a rule whose action is require_approval");
    }
  }

  private void integer(String name, int least, int most) {
    JsonNode number = rule.get(name);
    boolean good =
        number == null
            || (number.isIntegralNumber()
                && number.canConvertToInt()
                && number.intValue() >= least
                && number.intValue() <= most);
    if (!good) {
      violate(name, "must be an integer from " + least + " to " + most);
    }
  }

  private void word(String place, @Nullable JsonNode node) {
    boolean good =
        node != null
            && node.isTextual()
            && !node.textValue().isBlank()
            && node.textValue().length() <= MAX_WORD
            && node.textValue().chars().noneMatch(Character::isISOControl);
    if (!good) {
      violations.add(
          new Violation(
              place,
              "must be a string of 1 to %d characters, not blank, without control characters"
                  .formatted(MAX_WORD)));
    }
  }

  private void violate(String name, String message) {
    violations.add(new Violation(at(name), message));
  }

  private String at(String name) {
    return Violations.pointer(pointer, name);
  }
}
