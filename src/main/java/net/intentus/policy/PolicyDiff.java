package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * What two policies differ in. Rules are compared by their id, so that one that is put in front
 * does not make all others look changed. Pure.
 */
public final class PolicyDiff {
  private static final int MOST = 500;

  private final List<Field> fields = new ArrayList<>();

  private PolicyDiff() {}

  /**
   * One difference.
   *
   * @param name what differs, such as {@code default} or {@code rule x: agents}
   * @param a null when nothing stands there
   * @param b the same of the other policy
   */
  public record Field(String name, @Nullable JsonNode a, @Nullable JsonNode b) {}

  /** The differences in the order of the rules; at most {@value #MOST}. */
  public static List<Field> of(PolicyDocument a, PolicyDocument b) {
    JsonNode one = a.toJson();
    JsonNode other = b.toJson();
    PolicyDiff diff = new PolicyDiff();
    diff.compare("default", one.get("default"), other.get("default"));
    Map<String, JsonNode> rules = rules(one);
    Map<String, JsonNode> others = rules(other);
    for (String id : union(rules.keySet(), others.keySet())) {
      diff.rule(id, rules.get(id), others.get(id));
    }
    List<String> kept = common(rules.keySet(), others.keySet());
    List<String> reordered = common(others.keySet(), rules.keySet());
    if (!kept.equals(reordered)) {
      diff.compare("order of the rules", names(kept), names(reordered));
    }
    return List.copyOf(diff.fields.subList(0, Math.min(MOST, diff.fields.size())));
  }

  private void rule(String id, @Nullable JsonNode a, @Nullable JsonNode b) {
    if (a == null || b == null) {
      compare("rule " + id, a, b);
      return;
    }
    Set<String> names = new LinkedHashSet<>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      compare("rule " + id + ": " + name, a.get(name), b.get(name));
    }
  }

  private void compare(String name, @Nullable JsonNode a, @Nullable JsonNode b) {
    if (!Objects.equals(a, b)) {
      fields.add(new Field(name, a, b));
    }
  }

  private static Map<String, JsonNode> rules(JsonNode policy) {
    Map<String, JsonNode> rules = new LinkedHashMap<>();
    int number = 0;
    for (JsonNode rule : policy.path("rules")) {
      number++;
      rules.put(rule.path("id").asText("rule-" + number), rule);
    }
    return rules;
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new LinkedHashSet<>(a);
    all.addAll(b);
    return all;
  }

  private static List<String> common(Set<String> order, Set<String> with) {
    return order.stream().filter(with::contains).toList();
  }

  private static JsonNode names(List<String> names) {
    ArrayNode array = Json.object().arrayNode();
    names.forEach(array::add);
    return array;
  }
}
