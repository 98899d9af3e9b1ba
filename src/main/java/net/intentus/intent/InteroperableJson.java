package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Finds what I-JSON (RFC 7493) rules out because readers would disagree about it: numbers that a
 * double does not hold, and text that is not Unicode. Stateless.
 */
public final class InteroperableJson {
  private static final long EXACT = 1L << 53;

  private InteroperableJson() {}

  /** Notes everything below the node that is ruled out. */
  public static void check(JsonNode node, String pointer, Violations violations) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String below = Violations.pointer(pointer, field.getKey());
        if (hasLoneSurrogate(field.getKey())) {
          violations.add(below, "the name has a surrogate without its partner");
        }
        check(field.getValue(), below, violations);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), pointer + "/" + i, violations);
      }
    } else if (node.isTextual() && hasLoneSurrogate(node.textValue())) {
      violations.add(pointer, "has a surrogate without its partner");
    } else if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      violations.add(pointer, "is too large for a double");
    } else if (node.isIntegralNumber() && !exact(node)) {
      violations.add(
          pointer, "is an integer that a double cannot hold exactly; send it as a string");
    }
  }

  private static boolean exact(JsonNode number) {
    if (number.canConvertToLong() && number.longValue() >= -EXACT && number.longValue() <= EXACT) {
      return true;
    }
    return new BigDecimal(number.doubleValue()).compareTo(number.decimalValue()) == 0;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
