package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON Merge Patch (RFC 7396) of objects: null deletes, an object is merged, the rest replaces. */
public final class MergePatch {
  private MergePatch() {}

  /** The patched document; neither argument is changed, nor shared with the result. */
  public static ObjectNode apply(ObjectNode document, ObjectNode patch) {
    ObjectNode result = document.deepCopy();
    merge(result, patch);
    return result;
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value instanceof ObjectNode inner) {
        ObjectNode below =
            target.get(field.getKey()) instanceof ObjectNode old ? old : Json.object();
        merge(below, inner);
        target.set(field.getKey(), below);
      } else {
        target.set(field.getKey(), value.deepCopy());
      }
    }
  }

  /**
   * Whether the patch decides what stands at that place (RFC 6901): it names it, or replaces or
   * deletes something that contains it.
   */
  public static boolean decides(ObjectNode patch, String pointer) {
    JsonNode at = patch;
    for (String token : pointer.substring(1).split("/", -1)) {
      if (!(at instanceof ObjectNode object)) {
        return true;
      }
      JsonNode next = object.get(token.replace("~1", "/").replace("~0", "~"));
      if (next == null) {
        return false;
      }
      at = next;
    }
    return true;
  }

  /** The same document without those members; places inside arrays stay, as their order counts. */
  public static ObjectNode without(ObjectNode document, Iterable<String> pointers) {
    ObjectNode result = document.deepCopy();
    for (String pointer : pointers) {
      int end = pointer.lastIndexOf('/');
      if (end >= 0 && parent(result, pointer.substring(0, end)) instanceof ObjectNode holder) {
        holder.remove(pointer.substring(end + 1).replace("~1", "/").replace("~0", "~"));
      }
    }
    return result;
  }

  private static JsonNode parent(ObjectNode document, String pointer) {
    return pointer.isEmpty() ? document : document.at(pointer);
  }
}
