package net.intentus.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3). Stateless. */
final class RetryAfter {
  private RetryAfter() {}

  /**
   * How many seconds the peer wants to be left alone; null when that is not said.
   *
   * @param value of the header: seconds, or a date
   * @param date of the answer, by the peer's own clock; a date means nothing without it
   */
  static @Nullable String seconds(@Nullable String value, @Nullable String date) {
    if (value == null || value.matches("\\d+")) {
      return value;
    }
    Instant until = instant(value);
    Instant now = date == null ? null : instant(date);
    return until == null || now == null || until.isBefore(now)
        ? null
        : Long.toString(Duration.between(now, until).toSeconds());
  }

  private static @Nullable Instant instant(String text) {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
