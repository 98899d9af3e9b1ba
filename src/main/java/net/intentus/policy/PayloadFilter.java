package net.intentus.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import net.intentus.intent.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * A pattern that is searched for in the text of one top-level field of the payload; null is absent.
 */
record PayloadFilter(String field, Pattern pattern) {

  /**
   * Compiles for a search in linear time, ignoring case.
   *
   * @throws PatternSyntaxException when RE2 does not know the syntax
   */
  static PayloadFilter of(String field, String regex) {
    return new PayloadFilter(field, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
  }

  boolean matches(JsonNode payload) {
    return pattern.matcher(text(payload.get(field))).find();
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
