package net.intentus.intent;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Date and time as in RFC 3339 section 5.6. {@code java.time}'s own ISO formats are wider (no
 * seconds, five-digit years, offsets with seconds) and narrower (no leap second).
 */
public final class Rfc3339 {
  private static final int MAX_LENGTH = 64;
  private static final Pattern FORMAT =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d):(\\d\\d)(?:\\.(\\d+))?"
              + "(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

  private Rfc3339() {}

  /** The moment, cut to milliseconds; a leap second reads as the second that follows it. */
  public static Optional<Instant> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher match = FORMAT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int second = Integer.parseInt(match.group(3));
    int offset = 0;
    if (match.group(5) != null) {
      int hours = Integer.parseInt(match.group(6));
      int minutes = Integer.parseInt(match.group(7));
      if (hours > 23 || minutes > 59) {
        return Optional.empty();
      }
      offset = (match.group(5).equals("-") ? -60 : 60) * (hours * 60 + minutes);
    }
    try {
      Instant minute =
          LocalDateTime.parse(match.group(1) + "T" + match.group(2)).toInstant(ZoneOffset.UTC);
      Instant start = minute.minusSeconds(offset);
      boolean leap = second == 60 && start.toString().endsWith("T23:59:00Z");
      return second > 59 && !leap
          ? Optional.empty()
          : Optional.of(start.plusSeconds(second).plusMillis(millis(match.group(4))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static long millis(@Nullable String fraction) {
    return fraction == null ? 0 : Long.parseLong((fraction + "00").substring(0, 3));
  }
}
