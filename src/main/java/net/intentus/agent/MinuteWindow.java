package net.intentus.agent;

/** Counts calls within minutes of the clock. Thread-safe. */
final class MinuteWindow {
  private static final long MINUTE_MS = 60_000;
  private long minute = Long.MIN_VALUE;
  private int used;

  /** Counts one more, unless there were as many already; then nothing is counted. */
  synchronized boolean take(int limit, long nowMs) {
    long now = Math.floorDiv(nowMs, MINUTE_MS);
    if (now != minute) {
      minute = now;
      used = 0;
    }
    if (used >= limit) {
      return false;
    }
    used++;
    return true;
  }

  /** How many milliseconds are left of the minute. */
  static long leftMs(long nowMs) {
    return MINUTE_MS - Math.floorMod(nowMs, MINUTE_MS);
  }
}
