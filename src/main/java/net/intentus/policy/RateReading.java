package net.intentus.policy;

/**
 * What the counter of a key said when a call was to be counted: an input of the decision.
 *
 * @param limit the one it was held against
 * @param used calls counted in the minute that runs, with this one when it was counted
 * @param resetMs milliseconds until the minute ends; 0 when it has
 * @param counted whether there was room for this one
 */
public record RateReading(String key, int limit, long used, long resetMs, boolean counted) {

  /** Reads the counter. The database has counted, or has refused to. */
  static RateReading of(RateDemand demand, RateWindow window, long now, boolean counted) {
    return new RateReading(
        demand.key(), demand.limit(), window.used(), window.resetsIn(now), counted);
  }

  /** Whether a rule with that limit lets the call through. */
  public boolean allows(int otherLimit) {
    return counted && used <= otherLimit;
  }

  /** How many more calls the minute has room for. */
  public long remaining() {
    return Math.max(0, limit - used);
  }

  /** Whole seconds until the minute ends, at least one. */
  public int resetSeconds() {
    return (int) Math.max(1, (resetMs + 999) / 1_000);
  }
}
