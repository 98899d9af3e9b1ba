package net.intentus.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import net.intentus.intent.Times;

/**
 * A time as every page shows it: UTC, and how long ago.
 *
 * @param iso RFC 3339, for machines
 * @param utc for people, such as {@code 2026-01-01 00:00:00.000}
 * @param ago such as {@code 3 min ago}
 */
public record Moment(String iso, String utc, String ago) {
  private static final Pattern ZONED = Pattern.compile("(Z|[+-]\\d\\d:\\d\\d)$");

  /** The moment seen from another. */
  static Moment of(Instant time, Instant now) {
    String iso = Times.format(time);
    return new Moment(
        iso, iso.substring(0, 10) + " " + iso.substring(11, 23), ago(Duration.between(time, now)));
  }

  /**
   * Reads a day, or a time with or without seconds: UTC, unless it says otherwise. Years are those
   * that can be written with four digits.
   */
  static Optional<Instant> read(String text) {
    String time = text.length() == 10 ? text + "T00:00" : text;
    try {
      return Optional.of(OffsetDateTime.parse(ZONED.matcher(time).find() ? time : time + "Z"))
          .filter(read -> read.getYear() >= 0 && read.getYear() <= 9999)
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Milliseconds as a length of time with a unit, such as {@code 850 ms} or {@code 2.41 s}. */
  static String length(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.2f s", millis / 1_000.0);
    }
    long seconds = millis / 1_000;
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
  }

  private static String ago(Duration elapsed) {
    boolean past = !elapsed.isNegative();
    long seconds = elapsed.abs().toSeconds();
    String length;
    if (seconds < 1) {
      return "just now";
    } else if (seconds < 60) {
      length = seconds + " s";
    } else if (seconds < 3_600) {
      length = seconds / 60 + " min";
    } else if (seconds < 86_400) {
      length = seconds / 3_600 + " h";
    } else {
      length = seconds / 86_400 + " d";
    }
    return past ? length + " ago" : "in " + length;
  }
}
