package net.intentus.budget;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much may be used in a window; null is no limit.
 *
 * @param micros money, in micro-units of the configured currency
 */
public record Limits(@Nullable Long micros, @Nullable Long tokens, @Nullable Long calls) {
  private static final long HUNDRED = 100;

  /** One of them, with what it is about. */
  record One(String name, long limit, long taken, long wanted) {
    /** Where nothing is known of what a call takes, there must be something left at least. */
    boolean fits() {
      return wanted == 0 ? taken < limit : Amount.add(taken, wanted) <= limit;
    }

    long percent() {
      return limit == 0 ? HUNDRED : Amount.times(taken, HUNDRED) / limit;
    }
  }

  /** Each limit that there is, against what is taken and what is wanted. */
  List<One> against(Amount taken, Amount wanted) {
    List<One> all = new ArrayList<>(3);
    if (micros != null) {
      all.add(new One("micros", micros, taken.micros(), wanted.micros()));
    }
    if (tokens != null) {
      all.add(new One("tokens", tokens, taken.tokens(), wanted.tokens()));
    }
    if (calls != null) {
      all.add(new One("calls", calls, taken.calls(), wanted.calls()));
    }
    return all;
  }

  /** The first that has no room for it, or null. */
  @Nullable String without(Amount taken, Amount wanted) {
    return against(taken, wanted).stream()
        .filter(one -> !one.fits())
        .map(One::name)
        .findFirst()
        .orElse(null);
  }

  /** How much of the scarcest is taken, in percent, rounded down. */
  public long percent(Amount taken) {
    return against(taken, Amount.NONE).stream().mapToLong(One::percent).max().orElse(0);
  }

  /** What is left of each; null where there is no limit. */
  public Limits left(Amount taken) {
    return new Limits(
        left(micros, taken.micros()), left(tokens, taken.tokens()), left(calls, taken.calls()));
  }

  /** The tighter of both, each for itself. */
  public Limits min(Limits other) {
    return new Limits(
        min(micros, other.micros), min(tokens, other.tokens), min(calls, other.calls));
  }

  private static @Nullable Long left(@Nullable Long limit, long taken) {
    return limit == null ? null : Math.max(0, limit - taken);
  }

  private static @Nullable Long min(@Nullable Long a, @Nullable Long b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Math.min(a, b);
  }
}
