package net.intentus.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** A pattern that is searched for in the text of one top-level field of the payload. */
record PayloadFilter(String field, Pattern pattern) {
  /** The longest pattern, in characters. */
  static final int MAX_PATTERN = 1_000;

  /**
   * Compiles for a search in linear time, ignoring case.
   *
   * @throws PatternSyntaxException when RE2 does not know the syntax, or the pattern is too large
   */
  static PayloadFilter of(String field, String regex) {
    if (regex.length() > MAX_PATTERN || PatternSize.of(regex) > PatternSize.MOST) {
      throw new PatternSyntaxException("too large");
    }
    return new PayloadFilter(field, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
  }

  boolean matches(String text) {
    return pattern.matcher(text).find();
  }
}
