package net.intentus.security;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps strangers from filling the trail: the first refusal of a kind is written at once, further
 * ones within a minute are counted and written as one. At most {@value #MAX_KINDS} kinds are told
 * apart within a minute; what comes on top is counted together. Thread-safe.
 *
 * @param <K> what makes two refusals the same kind
 */
final class RefusalBound<K> {
  static final long WINDOW_MILLIS = 60_000;
  static final int MAX_KINDS = 100;

  /** How often a kind was refused without being written. */
  record Counted<T>(T kind, long times) {}

  private static final class Window {
    private final long since;
    private long more;

    Window(long since) {
      this.since = since;
    }
  }

  private final Clock clock;
  private final K overflow;
  private final Map<K, Window> windows = new LinkedHashMap<>();

  /**
   * @param overflow stands for all kinds that are too many
   */
  RefusalBound(Clock clock, K overflow) {
    this.clock = clock;
    this.overflow = overflow;
  }

  /** Whether this one is to be written now; else it is counted. */
  synchronized boolean writes(K kind) {
    long now = clock.millis();
    Window open = windows.get(kind);
    if (open == null && windows.size() < MAX_KINDS) {
      windows.put(kind, new Window(now));
      return true;
    }
    if (open == null) {
      open = windows.computeIfAbsent(overflow, k -> new Window(now));
    }
    open.more++;
    return false;
  }

  /** What was counted in windows that are over; it is forgotten here. */
  synchronized List<Counted<K>> over() {
    long now = clock.millis();
    List<Counted<K>> counted = new ArrayList<>();
    for (Iterator<Map.Entry<K, Window>> all = windows.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<K, Window> one = all.next();
      long age = now - one.getValue().since;
      if (age >= WINDOW_MILLIS || age < 0) {
        all.remove();
        if (one.getValue().more > 0) {
          counted.add(new Counted<>(one.getKey(), one.getValue().more));
        }
      }
    }
    return counted;
  }
}
