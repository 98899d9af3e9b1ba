package net.intentus.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a budget is used in its window of now.
 *
 * @param begin of the window; null for a budget of each execution, which has no window of now
 * @param end of the window
 * @param forecast what will have been used at the end if it goes on like this; null where nobody
 *     can tell
 * @param spenders who used most, in order
 */
public record BudgetUsage(
    Budget budget,
    @Nullable Instant begin,
    @Nullable Instant end,
    Meter meter,
    @Nullable Amount forecast,
    List<Spender> spenders) {
  private static final Duration TOO_EARLY = Duration.ofSeconds(60);

  public BudgetUsage {
    spenders = List.copyOf(spenders);
  }

  static BudgetUsage of(Budget budget, Meter meter, List<Spender> spenders, Instant now) {
    Instant begin = budget.period().begin(now);
    Instant end = budget.period().end(now);
    Amount forecast = begin == null || end == null ? null : forecast(meter.used(), begin, end, now);
    return new BudgetUsage(budget, begin, end, meter, forecast, spenders);
  }

  private static @Nullable Amount forecast(Amount used, Instant begin, Instant end, Instant now) {
    Duration passed = Duration.between(begin, now);
    if (passed.compareTo(TOO_EARLY) < 0) {
      return null;
    }
    double factor = (double) Duration.between(begin, end).toMillis() / passed.toMillis();
    return new Amount(
        (long) (used.micros() * factor),
        (long) (used.tokens() * factor),
        (long) (used.calls() * factor));
  }

  /** Whether it counts as low. */
  public boolean low() {
    return budget.low(meter.taken());
  }
}
