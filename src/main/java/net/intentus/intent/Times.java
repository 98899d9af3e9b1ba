package net.intentus.intent;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** RFC 3339 UTC times with exactly three decimals. */
public final class Times {
  private Times() {}

  /**
   * The wire form, such as {@code 2026-01-01T00:00:00.000Z}; finer fractions are cut off.
   *
   * <p>Written by hand: every event and document carries times, and a formatter costs a microsecond
   * for each.
   */
  public static String format(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    StringBuilder out = new StringBuilder(24);
    pad(out, utc.getYear(), 4).append('-');
    pad(out, utc.getMonthValue(), 2).append('-');
    pad(out, utc.getDayOfMonth(), 2).append('T');
    pad(out, utc.getHour(), 2).append(':');
    pad(out, utc.getMinute(), 2).append(':');
    pad(out, utc.getSecond(), 2).append('.');
    return pad(out, utc.getNano() / 1_000_000, 3).append('Z').toString();
  }

  private static StringBuilder pad(StringBuilder out, int number, int digits) {
    for (int limit = 10, width = 1; width < digits; width++, limit *= 10) {
      if (number < limit) {
        out.append('0');
      }
    }
    return out.append(number);
  }

  /** The same moment cut to milliseconds, as it is stored and compared. */
  public static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }
}
