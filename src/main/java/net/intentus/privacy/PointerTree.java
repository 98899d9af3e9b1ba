package net.intentus.privacy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON pointers (RFC 6901) as a tree by token; the token {@code *} fits every name and index. For
 * one thread while it is built, immutable then.
 */
final class PointerTree {
  private final Map<String, PointerTree> below = new HashMap<>();
  private @Nullable String rule;

  /** The roots to begin a document with: none when there are no pointers. */
  static List<PointerTree> of(Collection<String> pointers) {
    PointerTree root = new PointerTree();
    for (String pointer : pointers) {
      PointerTree at = root;
      for (String token : pointer.substring(1).split("/", -1)) {
        String name = token.replace("~1", "/").replace("~0", "~");
        at = at.below.computeIfAbsent(name, key -> new PointerTree());
      }
      at.rule = "pointer:" + pointer;
    }
    return pointers.isEmpty() ? List.of() : List.of(root);
  }

  /** What is left of the pointers behind a name or index. */
  static List<PointerTree> behind(List<PointerTree> places, String token) {
    if (places.isEmpty()) {
      return places;
    }
    List<PointerTree> behind = new ArrayList<>(places.size());
    for (PointerTree place : places) {
      PointerTree exact = place.below.get(token);
      PointerTree any = place.below.get("*");
      if (exact != null) {
        behind.add(exact);
      }
      if (any != null && any != exact) {
        behind.add(any);
      }
    }
    return behind;
  }

  /** The rule of the first pointer that ends here, or null. */
  static @Nullable String rule(List<PointerTree> places) {
    for (PointerTree place : places) {
      if (place.rule != null) {
        return place.rule;
      }
    }
    return null;
  }
}
