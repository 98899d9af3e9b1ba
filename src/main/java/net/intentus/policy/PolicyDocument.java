package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.policy.PolicyDecision.Action;

/** A policy, compiled once. Immutable and thread-safe. */
public final class PolicyDocument {
  /** No rules: everything is allowed. */
  public static final PolicyDocument EMPTY = lenient(Json.object());

  private final JsonNode source;
  private final List<Rule> rules;
  private final Action defaultAction;

  private PolicyDocument(JsonNode source, List<Rule> rules, Action defaultAction) {
    this.source = source;
    this.rules = rules;
    this.defaultAction = defaultAction;
  }

  /** What strict reading came to. */
  public sealed interface Reading {
    /** It can be put in force. */
    record Accepted(PolicyDocument document) implements Reading {}

    /** Everything that is wrong with it. */
    record Invalid(List<Violation> violations) implements Reading {
      public Invalid {
        violations = List.copyOf(violations);
      }
    }
  }

  /**
   * Makes the best of any JSON, as existing policy files need it: a rule without id is {@code
   * rule-N}; an unknown action or default denies, an absent default allows. What cannot be used
   * (wrong types, patterns that RE2 does not know) never lets more through: an allowing rule with
   * such a part never matches, any other matches as if the part were not there. A document that is
   * no object, or whose rules are no array, denies everything.
   */
  public static PolicyDocument lenient(JsonNode json) {
    JsonNode list = json.path("rules");
    boolean usable = json.isObject() && (list.isArray() || list.isNull() || list.isMissingNode());
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; usable && i < list.size(); i++) {
      RuleReader.read(list.get(i), i).ifPresent(rules::add);
    }
    rules.sort(Comparator.comparingLong(Rule::priority));
    JsonNode fallback = json.path("default");
    boolean absent = fallback.isNull() || fallback.isMissingNode();
    boolean allows = absent || Action.parse(fallback.textValue()).equals(Optional.of(Action.ALLOW));
    return new PolicyDocument(
        json.deepCopy(), List.copyOf(rules), usable && allows ? Action.ALLOW : Action.DENY);
  }

  /**
   * Whether reading it leniently takes a bounded amount of memory; everything that strict reading
   * accepts does.
   */
  public static boolean bearable(JsonNode json) {
    long size = 0;
    JsonNode rules = json.path("rules");
    for (JsonNode rule : rules) {
      for (JsonNode regex : rule.path("payload_regex")) {
        size += regex.isTextual() ? PatternSize.of(regex.textValue()) : 0;
      }
    }
    return size <= PatternSize.MOST_TOGETHER && rules.size() <= StrictPolicy.MAX_RULES;
  }

  /**
   * Reads a document that is to be put in force.
   *
   * @param enforcedOnly whether to refuse what this version cannot enforce yet: approvals
   */
  public static Reading strict(JsonNode json, boolean enforcedOnly) {
    List<Violation> violations = StrictPolicy.check(json, enforcedOnly);
    return violations.isEmpty()
        ? new Reading.Accepted(lenient(json))
        : new Reading.Invalid(violations);
  }

  /** Whether what no rule matches is allowed. */
  public boolean allowsByDefault() {
    return defaultAction == Action.ALLOW;
  }

  /** The document as it was read; a copy. */
  public JsonNode toJson() {
    return source.deepCopy();
  }

  /**
   * {@code sha-256:<hex>} over the canonical form of the document.
   *
   * @throws IllegalArgumentException when it was read leniently and holds a number that is no
   *     finite double
   */
  public String hash() {
    return Hashes.of(source);
  }

  /** By ascending priority, then in list order. */
  List<Rule> rules() {
    return rules;
  }

  Action defaultAction() {
    return defaultAction;
  }
}
