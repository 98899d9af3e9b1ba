package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import net.intentus.intent.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * The searches in one payload, bounded together: RE2 takes time in proportion to the length of the
 * text and the size of the pattern, and both can be large. The bound counts steps, not time, so
 * that the same payload is always judged alike. For one thread.
 */
final class PayloadSearch {
  /** A second or two of the worst that a pattern can do. */
  static final long MOST_STEPS = 300_000_000;

  private final ObjectNode payload;
  private final Map<String, String> texts = new HashMap<>();
  private long steps = MOST_STEPS;

  PayloadSearch(ObjectNode payload) {
    this.payload = payload;
  }

  /**
   * Whether the pattern is in its field.
   *
   * @param otherwise the answer when the search would take too many steps
   */
  boolean finds(PayloadFilter filter, boolean otherwise) {
    String text = texts.computeIfAbsent(filter.field(), field -> text(payload.get(field)));
    long cost = (long) filter.pattern().programSize() * (text.length() + 1);
    if (cost > steps) {
      return otherwise;
    }
    steps -= cost;
    return filter.matches(text);
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    try {
      return CanonicalJson.text(value);
    } catch (IllegalArgumentException e) {
      // A number that is no double has no canonical form; the search can do without.
      return value.toString();
    }
  }
}
