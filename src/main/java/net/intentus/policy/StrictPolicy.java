package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.policy.PolicyDecision.Action;

/** Everything that lenient reading would overlook. */
final class StrictPolicy {
  static final int MAX_RULES = 1_000;

  /** What the database keeps of a document at most, in characters. */
  static final int MAX_TEXT = 1_000_000;

  private final boolean enforcedOnly;
  private final List<Violation> violations;
  private final Set<String> ids = new HashSet<>();

  private StrictPolicy(boolean enforcedOnly, List<Violation> violations) {
    this.enforcedOnly = enforcedOnly;
    this.violations = violations;
  }

  static List<Violation> check(JsonNode json, boolean enforcedOnly) {
    Violations numbersAndText = new Violations();
    InteroperableJson.check(json, "", numbersAndText);
    List<Violation> violations = numbersAndText.all();
    new StrictPolicy(enforcedOnly, violations).document(json);
    return violations;
  }

  private void document(JsonNode json) {
    if (!json.isObject()) {
      violations.add(new Violation("", "must be a JSON object"));
      return;
    }
    if (json.toString().length() > MAX_TEXT) {
      violations.add(new Violation("", "must not be longer than " + MAX_TEXT + " characters"));
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("default") && !name.equals("rules")) {
                violations.add(new Violation(Violations.pointer("", name), "is not a known field"));
              }
            });
    boolean knownDefault =
        Action.parse(json.path("default").textValue())
            .filter(action -> action != Action.REQUIRE_APPROVAL)
            .isPresent();
    if (json.has("default") && !knownDefault) {
      violations.add(new Violation("/default", "must be allow or deny"));
    }
    rules(json.path("rules"));
  }

  private void rules(JsonNode rules) {
    if (!rules.isArray() && !rules.isMissingNode()) {
      violations.add(new Violation("/rules", "must be an array"));
      return;
    }
    if (rules.size() > MAX_RULES) {
      violations.add(new Violation("/rules", "must not have more than " + MAX_RULES + " elements"));
      return;
    }
    long patternSize = 0;
    for (int i = 0; i < rules.size(); i++) {
      String pointer = "/rules/" + i;
      JsonNode rule = rules.get(i);
      StrictRule strict = new StrictRule(rule, pointer, enforcedOnly, violations);
      strict.check();
      patternSize += strict.patternSize();
      String id = rule.path("id").textValue();
      if (id != null && !ids.add(id)) {
        violations.add(new Violation(pointer + "/id", "is the id of an earlier rule"));
      }
    }
    if (patternSize > PatternSize.MOST_TOGETHER) {
      violations.add(new Violation("/rules", "the regular expressions are too large together"));
    }
  }
}
