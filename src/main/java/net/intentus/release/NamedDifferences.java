package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What two lists of named objects differ in: whole objects, or single fields. Pure. */
final class NamedDifferences {
  private NamedDifferences() {}

  /**
   * The differences, those of the live list first.
   *
   * @param key the field that names an object
   */
  static List<PlanDifference> of(String part, String key, JsonNode live, JsonNode wanted) {
    Map<String, JsonNode> old = byName(key, live);
    Map<String, JsonNode> planned = byName(key, wanted);
    Set<String> names = new LinkedHashSet<>(old.keySet());
    names.addAll(planned.keySet());
    List<PlanDifference> found = new ArrayList<>();
    for (String name : names) {
      JsonNode one = old.get(name);
      JsonNode other = planned.get(name);
      if (one == null || other == null) {
        found.add(new PlanDifference(part, name, one, other));
      } else {
        fields(part, name, one, other, found);
      }
    }
    return found;
  }

  private static void fields(
      String part, String name, JsonNode one, JsonNode other, List<PlanDifference> found) {
    Set<String> fields = new LinkedHashSet<>();
    one.fieldNames().forEachRemaining(fields::add);
    other.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      @Nullable JsonNode a = one.get(field);
      @Nullable JsonNode b = other.get(field);
      if (!Objects.equals(a, b)) {
        found.add(new PlanDifference(part, name + ": " + field, a, b));
      }
    }
  }

  private static Map<String, JsonNode> byName(String key, JsonNode list) {
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    list.forEach(one -> byName.put(one.path(key).asText(), one));
    return byName;
  }
}
