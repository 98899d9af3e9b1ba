package net.intentus.budget;

/**
 * Money in micro-units, tokens and calls, counted together. Sums stop at {@link Long#MAX_VALUE}
 * instead of overflowing.
 */
public record Amount(long micros, long tokens, long calls) {
  /** Nothing. */
  public static final Amount NONE = new Amount(0, 0, 0);

  public Amount {
    if (micros < 0 || tokens < 0 || calls < 0) {
      throw new IllegalArgumentException("an amount is not negative");
    }
  }

  /** Both together. */
  public Amount plus(Amount other) {
    return new Amount(
        add(micros, other.micros), add(tokens, other.tokens), add(calls, other.calls));
  }

  /** What is left without the other; nothing where the other is more. */
  public Amount minus(Amount other) {
    return new Amount(
        Math.max(0, micros - other.micros),
        Math.max(0, tokens - other.tokens),
        Math.max(0, calls - other.calls));
  }

  /** The greater of both, each for itself. */
  public Amount max(Amount other) {
    return new Amount(
        Math.max(micros, other.micros),
        Math.max(tokens, other.tokens),
        Math.max(calls, other.calls));
  }

  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long times(long a, long b) {
    return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
  }
}
