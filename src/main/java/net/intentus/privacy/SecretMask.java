package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Masks known secrets throughout a document. */
final class SecretMask {
  private final SecretFinder finder;
  private final Set<String> secrets;

  SecretMask(SecretFinder finder, Set<String> secrets) {
    this.finder = finder;
    this.secrets = secrets;
  }

  /** The node itself when there is no secret in it. */
  JsonNode apply(JsonNode document) {
    JsonNode masked = masked(document);
    return masked == null ? document : masked;
  }

  /** Null when there is no secret in the node. */
  private @Nullable JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return masked(object);
    }
    if (node instanceof ArrayNode array) {
      return masked(array);
    }
    if (node.isTextual()) {
      String text = finder.mask(node.textValue());
      return text.equals(node.textValue()) ? null : TextNode.valueOf(text);
    }
    // A number that only contains the digits of a secret is most likely another number.
    return node.isNumber() && secrets.contains(node.asText())
        ? TextNode.valueOf(Redactor.MARK)
        : null;
  }

  private @Nullable JsonNode masked(ArrayNode array) {
    ArrayNode copy = array.arrayNode(array.size());
    boolean changed = false;
    for (JsonNode element : array) {
      JsonNode masked = masked(element);
      changed |= masked != null;
      copy.add(masked == null ? element : masked);
    }
    return changed ? copy : null;
  }

  private @Nullable JsonNode masked(ObjectNode object) {
    ObjectNode copy = object.objectNode();
    boolean changed = false;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode masked = masked(field.getValue());
      String name = finder.mask(field.getKey());
      changed |= masked != null || !name.equals(field.getKey());
      copy.set(unused(name, copy, copy), masked == null ? field.getValue() : masked);
    }
    return changed ? copy : null;
  }

  /**
   * Two names can become the same when they are masked; neither may overwrite the other. Counting
   * from the size on keeps this quick when many do.
   */
  static String unused(String name, ObjectNode object, ObjectNode other) {
    String free = name;
    for (int i = object.size() + 1; object.has(free) || other.has(free); i++) {
      free = name + "-" + i;
    }
    return free;
  }
}
