package net.intentus.policy;

/**
 * A minute of calls that begins with its first one. Times are milliseconds of the database's clock.
 * Pure; {@link RateStore} says the same in SQL, because only there it is exact for all instances.
 */
record RateWindow(long started, long used) {
  /** How long calls count. */
  static final long LENGTH_MS = 60_000;

  /** Whether the next call begins a new minute. */
  boolean over(long now) {
    return now - started >= LENGTH_MS;
  }

  /** Whether a call may be counted. */
  boolean hasRoom(long now, int limit) {
    return limit > 0 && (over(now) || used < limit);
  }

  /** After a call that had room. */
  RateWindow count(long now) {
    return over(now) ? new RateWindow(now, 1) : new RateWindow(started, used + 1);
  }

  /** A clock that was set back does not make a minute longer. */
  long resetsIn(long now) {
    return Math.max(0, Math.min(LENGTH_MS, started + LENGTH_MS - now));
  }
}
