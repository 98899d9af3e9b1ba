package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Violations;
import net.intentus.journal.ExecutionDiff.Field;
import org.jspecify.annotations.Nullable;

/**
 * Finds where JSON documents differ. Pure arithmetic over trees that it does not change; one
 * instance collects over several documents and belongs to one thread.
 *
 * <p>Members are compared by name, elements by index, numbers by value. A redacted value is
 * compared by the keyed digest that stands for it.
 */
final class JsonDiff {
  /** Below this the whole subtree is one difference. */
  static final int MAX_DEPTH = 64;

  private final int limit;
  private final Predicate<String> ignored;
  private final List<Field> fields = new ArrayList<>();
  private boolean truncated;

  /**
   * @param limit the most differences that are kept
   * @param ignored pointers that are not looked at, with all that is below them
   */
  JsonDiff(int limit, Predicate<String> ignored) {
    this.limit = limit;
    this.ignored = ignored;
  }

  /** Compares two documents; the pointer is where both stand in what is told. */
  JsonDiff compare(String pointer, JsonNode a, JsonNode b) {
    walk(pointer, a, b, 0);
    return this;
  }

  /** The differences, in document order. */
  List<Field> fields() {
    return List.copyOf(fields);
  }

  /** Whether there are more than were kept. */
  boolean truncated() {
    return truncated;
  }

  private void walk(String pointer, @Nullable JsonNode a, @Nullable JsonNode b, int depth) {
    if (truncated || ignored.test(pointer)) {
      return;
    }
    if (a == null || b == null || depth >= MAX_DEPTH) {
      if (a == null || !a.equals(b)) {
        add(pointer, a, b);
      }
    } else if (digest(a) != null && digest(b) != null) {
      if (!Objects.equals(digest(a), digest(b))) {
        add(pointer, a, b);
      }
    } else if (digest(a) != null || digest(b) != null) {
      add(pointer, a, b);
    } else if (a.isObject() && b.isObject()) {
      for (String name : names(a, b)) {
        walk(Violations.pointer(pointer, name), a.get(name), b.get(name), depth + 1);
      }
    } else if (a.isArray() && b.isArray()) {
      for (int i = 0; i < Math.max(a.size(), b.size()) && !truncated; i++) {
        walk(pointer + "/" + i, a.get(i), b.get(i), depth + 1);
      }
    } else if (!equal(a, b)) {
      add(pointer, a, b);
    }
  }

  private void add(String pointer, @Nullable JsonNode a, @Nullable JsonNode b) {
    if (fields.size() < limit) {
      fields.add(new Field(pointer, a, b));
    } else {
      truncated = true;
    }
  }

  private static boolean equal(JsonNode a, JsonNode b) {
    boolean numbers = a.isNumber() && b.isNumber();
    return numbers ? CanonicalJson.text(a).equals(CanonicalJson.text(b)) : a.equals(b);
  }

  private static Set<String> names(JsonNode a, JsonNode b) {
    Set<String> names = new LinkedHashSet<>();
    a.fieldNames().forEachRemaining(names::add);
    b.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The digest when this is what redaction puts in the place of a value, else null. */
  private static @Nullable String digest(JsonNode node) {
    boolean marked = node.isObject() && node.size() == 2 && node.path("$redacted").isTextual();
    return marked ? node.path("digest").textValue() : null;
  }
}
