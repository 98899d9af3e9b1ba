package net.intentus.intent;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of W3C Trace Context, level 1. */
final class Traceparent {
  private static final Pattern FORMAT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?");
  private static final int MAX_LENGTH = 256;

  private Traceparent() {}

  /** The trace id of a valid header; later versions may carry more behind the flags. */
  static Optional<String> traceId(String header) {
    if (header.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher match = FORMAT.matcher(header);
    boolean valid =
        match.matches()
            && !match.group(1).equals("ff")
            && (match.group(4) == null || !match.group(1).equals("00"))
            && !allZero(match.group(2))
            && !allZero(match.group(3));
    return valid ? Optional.of(match.group(2)) : Optional.empty();
  }

  private static boolean allZero(String hex) {
    return hex.chars().allMatch(digit -> digit == '0');
  }
}
