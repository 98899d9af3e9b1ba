package net.intentus.security;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after a few failures under the same key, the next try must wait, twice as
 * long each time. Kept in this process and bounded: the entries that failed longest ago give way.
 * Thread-safe.
 */
final class BackOff {
  private static final long FIRST_WAIT_MILLIS = 1_000;
  private static final long FORGET_MILLIS = 900_000;
  private static final int MAX_ENTRIES = 10_000;

  private record Failures(int count, long lastAt) {}

  private final Clock clock;
  private final int free;
  private final long longest;
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  /**
   * @param free how many failures cost no wait
   * @param longest the longest wait in milliseconds
   */
  BackOff(Clock clock, int free, long longest) {
    this.clock = clock;
    this.free = free;
    this.longest = longest;
  }

  private long waitUntil(Failures known) {
    if (known.count() < free) {
      return known.lastAt();
    }
    int doublings = Math.min(known.count() - free, 20);
    return known.lastAt() + Math.min(FIRST_WAIT_MILLIS << doublings, longest);
  }

  /** Whole seconds until the next try is allowed; 0 for now. */
  synchronized int secondsToWait(String key) {
    Failures known = failures.get(key);
    long wait = known == null ? 0 : waitUntil(known) - clock.millis();
    return wait <= 0 ? 0 : (int) Math.min((wait + 999) / 1_000, longest / 1_000);
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
