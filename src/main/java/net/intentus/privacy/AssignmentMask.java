package net.intentus.privacy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Masks what a text gives as the value of a listed name. RE2 never backtracks, and nothing but the
 * match itself can make it read on, so the time is linear.
 */
final class AssignmentMask {
  /** JSON inside JSON has backslashes before its quotes. */
  private static final String QUOTE = "\\\\*[\"']";

  private static final String VALUE =
      "(?:\\\\+\"[^\"]*\"?"
          + "|\"(?:[^\"\\\\]|\\\\.)*\"?"
          + "|'(?:[^'\\\\]|\\\\.)*'?"
          + "|(?:bearer|basic|digest|negotiate)[ \\t]{1,4}[^\\s,;&\"']+"
          + "|[^\\s,;&\"']+)";

  private final @Nullable Pattern pattern;

  AssignmentMask(Collection<String> names) {
    String anyName = names.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    pattern =
        names.isEmpty()
            ? null
            : Pattern.compile(
                "((?:" + anyName + ")(?:" + QUOTE + ")?\\s{0,8}[:=]\\s{0,8})" + VALUE,
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  String mask(String text) {
    if (pattern == null || (text.indexOf('=') < 0 && text.indexOf(':') < 0)) {
      return text;
    }
    Matcher match = pattern.matcher(text);
    if (!match.find()) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int end = 0;
    do {
      masked.append(text, end, match.end(1)).append(Redactor.MARK);
      end = match.end();
    } while (match.find());
    return masked.append(text, end, text.length()).toString();
  }
}
