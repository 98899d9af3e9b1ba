package net.intentus.security;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after a few failures for the same account from the same address, the next
 * try must wait, twice as long each time. Kept in this process and bounded: the entries that failed
 * longest ago give way. Thread-safe.
 */
final class BackOff {
  private static final int FREE_FAILURES = 5;
  private static final long FIRST_WAIT_MILLIS = 1_000;
  private static final long LONGEST_WAIT_MILLIS = 300_000;
  private static final long FORGET_MILLIS = 900_000;
  private static final int MAX_ENTRIES = 10_000;

  private record Failures(int count, long lastAt) {
    long waitUntil() {
      if (count < FREE_FAILURES) {
        return lastAt;
      }
      int doublings = Math.min(count - FREE_FAILURES, 20);
      return lastAt + Math.min(FIRST_WAIT_MILLIS << doublings, LONGEST_WAIT_MILLIS);
    }
  }

  private final Clock clock;
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  BackOff(Clock clock) {
    this.clock = clock;
  }

  /** Whole seconds until the next try is allowed; 0 for now. */
  synchronized int secondsToWait(String key) {
    Failures known = failures.get(key);
    long wait = known == null ? 0 : known.waitUntil() - clock.millis();
    return wait <= 0 ? 0 : (int) Math.min((wait + 999) / 1_000, LONGEST_WAIT_MILLIS / 1_000);
  }

  synchronized void failed(String key) {
    long now = clock.millis();
    Failures before = failures.remove(key);
    int count = before == null || now - before.lastAt() > FORGET_MILLIS ? 0 : before.count();
    failures.put(key, new Failures(count + 1, now));
    if (failures.size() > MAX_ENTRIES) {
      Iterator<String> oldest = failures.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized void succeeded(String key) {
    failures.remove(key);
  }

  synchronized int size() {
    return failures.size();
  }
}
