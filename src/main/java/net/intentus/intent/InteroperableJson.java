package net.intentus.intent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Map;
import org.erdtman.jcs.NumberToJSON;

/**
 * Finds what I-JSON (RFC 7493) rules out because readers would disagree about it: numbers that a
 * double does not hold, and text that is not Unicode; and what is too large to be sensible.
 * Stateless.
 */
public final class InteroperableJson {
  /** The most fields of an object. */
  public static final int MAX_FIELDS = 10_000;

  /** The most elements of an array. */
  public static final int MAX_ELEMENTS = 100_000;

  private static final long EXACT = 1L << 53;

  private InteroperableJson() {}

  /**
   * Notes everything below the node that is ruled out.
   *
   * @return whether any object below it has the member {@link SecretReferences#MEMBER}
   */
  public static boolean check(JsonNode node, String pointer, Violations violations) {
    boolean refers = false;
    if (node.isObject()) {
      if (node.size() > MAX_FIELDS) {
        violations.add(pointer, "has more than " + MAX_FIELDS + " fields");
      }
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String below = Violations.pointer(pointer, field.getKey());
        if (hasLoneSurrogate(field.getKey())) {
          violations.add(below, "the name has a surrogate without its partner");
        }
        refers |= field.getKey().equals(SecretReferences.MEMBER);
        refers |= check(field.getValue(), below, violations);
      }
    } else if (node.isArray()) {
      if (node.size() > MAX_ELEMENTS) {
        violations.add(pointer, "has more than " + MAX_ELEMENTS + " elements");
      }
      for (int i = 0; i < node.size(); i++) {
        refers |= check(node.get(i), pointer + "/" + i, violations);
      }
    } else {
      checkValue(node, pointer, violations);
    }
    return refers;
  }

  private static void checkValue(JsonNode node, String pointer, Violations violations) {
    if (node.isTextual() && hasLoneSurrogate(node.textValue())) {
      violations.add(pointer, "has a surrogate without its partner");
    } else if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      violations.add(pointer, "is too large for a double");
    } else if (node.isIntegralNumber() && !exact(node) && !canonical(node)) {
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

  /**
   * Whether the number is what RFC 8785 makes of the double next to it. Its digits end in zeros
   * that are not the double's own, so it is not exact; yet it is what canonical text holds, and
   * every reader takes it for that double.
   */
  private static boolean canonical(JsonNode number) {
    try {
      return NumberToJSON.serializeNumber(number.doubleValue()).equals(number.asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
