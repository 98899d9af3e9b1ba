package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * References to secrets in payloads: {@code {"$secret": "name"}} stands for a text that only the
 * agent gets. Pure; given trees are never changed.
 */
public final class SecretReferences {
  /** The only member of a reference. */
  public static final String MEMBER = "$secret";

  private SecretReferences() {}

  /** The name that a reference gives; null for anything else. */
  public static @Nullable String name(JsonNode node) {
    return node.isObject() && node.size() == 1 && node.path(MEMBER).isTextual()
        ? node.path(MEMBER).textValue()
        : null;
  }

  /** Whether any object below the node has the member, be it a proper reference or not. */
  public static boolean present(JsonNode node) {
    if (node.has(MEMBER)) {
      return true;
    }
    for (JsonNode child : node) {
      if (child.isContainerNode() && present(child)) {
        return true;
      }
    }
    return false;
  }

  /** The names that are referred to, in order. */
  public static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    var unused =
        replaced(
            node,
            name -> {
              names.add(name);
              return null;
            });
    return names;
  }

  /** Whether an object with the member has others too, or names nothing. */
  public static boolean malformed(JsonNode node) {
    if (node.has(MEMBER)) {
      return name(node) == null;
    }
    for (JsonNode child : node) {
      if (child.isContainerNode() && malformed(child)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The tree with other values in the place of references.
   *
   * @param values what stands for a name; null leaves the reference
   */
  public static JsonNode replaced(JsonNode node, Function<String, @Nullable JsonNode> values) {
    String name = name(node);
    if (name != null) {
      JsonNode value = values.apply(name);
      return value == null ? node : value;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        copy.set(field.getKey(), replaced(field.getValue(), values));
      }
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode(array.size());
      array.forEach(element -> copy.add(replaced(element, values)));
      return copy;
    }
    return node;
  }

  /**
   * The other tree with the references of the first one in their places, as far as it still has
   * these places.
   */
  public static JsonNode restored(JsonNode original, JsonNode other) {
    if (name(original) != null) {
      return original;
    }
    if (original instanceof ObjectNode from && other instanceof ObjectNode to) {
      ObjectNode copy = to.objectNode();
      for (Map.Entry<String, JsonNode> field : to.properties()) {
        JsonNode before = from.get(field.getKey());
        JsonNode now = field.getValue();
        copy.set(field.getKey(), before == null ? now : restored(before, now));
      }
      return copy;
    }
    if (original instanceof ArrayNode from
        && other instanceof ArrayNode to
        && from.size() == to.size()) {
      ArrayNode copy = to.arrayNode(to.size());
      for (int i = 0; i < to.size(); i++) {
        copy.add(restored(from.get(i), to.get(i)));
      }
      return copy;
    }
    return other;
  }
}
