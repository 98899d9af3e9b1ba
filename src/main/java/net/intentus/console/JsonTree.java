package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document as a collapsible tree, each place with an anchor of its own.
 *
 * @param cut how many places are not shown because the document is very large
 */
public record JsonTree(Node root, int cut) {
  /** How many places are shown. */
  static final int MAX_NODES = 2_000;

  private static final int MAX_TEXT = 4_000;
  private static final int OPEN_ALL_BELOW = 250;
  private static final int OPEN_DEPTH = 2;

  /**
   * One place in the document.
   *
   * @param id the anchor: the pointer, percent-encoded, behind the tree's prefix
   * @param pointer RFC 6901
   * @param label member name or index; empty for the root
   * @param kind {@code object|array|string|number|boolean|null|redacted}
   * @param text what a leaf shows
   * @param size how many members or elements
   * @param open whether it is shown unfolded at first
   * @param rule for a redacted value: the rule that removed it
   * @param digest for a redacted value: what stands for it
   */
  public record Node(
      String id,
      String pointer,
      String label,
      String kind,
      String text,
      int size,
      boolean open,
      @Nullable String rule,
      @Nullable String digest,
      List<Node> children) {}

  /** The tree of a document; the prefix keeps the anchors of several trees on a page apart. */
  static JsonTree of(JsonNode json, String prefix) {
    Builder builder = new Builder(prefix, count(json, OPEN_ALL_BELOW) < OPEN_ALL_BELOW);
    Node root = builder.node(json, "", "", 0);
    return new JsonTree(root, builder.cut);
  }

  private static int count(JsonNode json, int limit) {
    int count = 1;
    Iterator<JsonNode> children = json.elements();
    while (children.hasNext() && count < limit) {
      count += count(children.next(), limit - count);
    }
    return count;
  }

  private static final class Builder {
    private final String prefix;
    private final boolean openAll;
    private int left = MAX_NODES;
    private int cut;

    Builder(String prefix, boolean openAll) {
      this.prefix = prefix;
      this.openAll = openAll;
    }

    Node node(JsonNode json, String pointer, String label, int depth) {
      left--;
      String id = prefix + Url.encode(pointer).replace("%2F", "/");
      JsonNode rule = json.get("$redacted");
      if (rule != null && rule.isTextual()) {
        String digest = json.path("digest").asText("");
        return new Node(
            id, pointer, label, "redacted", "", 0, false, rule.textValue(), digest, List.of());
      }
      if (!json.isContainerNode()) {
        return new Node(
            id, pointer, label, kind(json), text(json), 0, false, null, null, List.of());
      }
      boolean open = openAll || depth < OPEN_DEPTH;
      return new Node(
          id,
          pointer,
          label,
          kind(json),
          "",
          json.size(),
          open,
          null,
          null,
          children(json, pointer, depth));
    }

    private List<Node> children(JsonNode json, String pointer, int depth) {
      List<Node> children = new ArrayList<>();
      if (json.isObject()) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
          String token = member.getKey().replace("~", "~0").replace("/", "~1");
          add(children, member.getValue(), pointer + "/" + token, member.getKey(), depth);
        }
      } else {
        for (int i = 0; i < json.size(); i++) {
          add(children, json.get(i), pointer + "/" + i, Integer.toString(i), depth);
        }
      }
      return children;
    }

    private void add(List<Node> to, JsonNode json, String pointer, String label, int depth) {
      if (left > 0) {
        to.add(node(json, pointer, label, depth + 1));
      } else {
        cut++;
      }
    }
  }

  private static String kind(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      case NULL, MISSING -> "null";
      default -> "string";
    };
  }

  private static String text(JsonNode json) {
    String text = json.toString();
    return text.length() <= MAX_TEXT
        ? text
        : text.substring(0, MAX_TEXT) + "… (" + text.length() + " characters)";
  }
}
