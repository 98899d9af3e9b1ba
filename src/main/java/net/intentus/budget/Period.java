package net.intentus.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** After how long a budget begins anew: with the calendar of UTC, or with each execution. */
public enum Period {
  EXECUTION,
  HOUR,
  DAY,
  MONTH;

  /** How long what was used in an hour, a day or a month is kept after its end. */
  private static final Duration KEPT = Duration.ofDays(62);

  private static final Duration EXECUTION_KEPT = Duration.ofDays(1);

  /** The lower-case form of the contract. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Period> parse(String word) {
    for (Period period : values()) {
      if (period.wire().equalsIgnoreCase(word)) {
        return Optional.of(period);
      }
    }
    return Optional.empty();
  }

  /** When the window of that moment began; null for an execution. */
  public @Nullable Instant begin(Instant at) {
    ZonedDateTime day = at.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    return switch (this) {
      case EXECUTION -> null;
      case HOUR -> at.truncatedTo(ChronoUnit.HOURS);
      case DAY -> day.toInstant();
      case MONTH -> day.withDayOfMonth(1).toInstant();
    };
  }

  /** When the next window begins; null for an execution, whose budget never comes back. */
  public @Nullable Instant end(Instant at) {
    Instant begin = begin(at);
    return begin == null ? null : after(begin);
  }

  private Instant after(Instant begin) {
    return switch (this) {
      case HOUR -> begin.plus(1, ChronoUnit.HOURS);
      case DAY -> begin.plus(1, ChronoUnit.DAYS);
      default -> begin.atZone(ZoneOffset.UTC).plusMonths(1).toInstant();
    };
  }

  /** What tells this window from all others of the budget. */
  String key(Instant at, String executionId) {
    Instant begin = begin(at);
    return begin == null ? executionId : begin.toString();
  }

  /** When what was used in the window need not be known any more. */
  Instant forgetAt(Instant at) {
    Instant end = end(at);
    return end == null ? at.plus(EXECUTION_KEPT) : end.plus(KEPT);
  }
}
