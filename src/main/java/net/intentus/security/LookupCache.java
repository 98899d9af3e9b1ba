package net.intentus.security;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Remembers what a lookup found, or that it found nothing, for a moment.
 *
 * <p>What was found and what was not are bounded apart, so that a flood of invented names cannot
 * push good entries out. When a side is full of fresh entries, further ones are not kept.
 * Thread-safe; lookups that race are all made.
 */
final class LookupCache<V> {
  /** How long another instance's change may stay unseen, in milliseconds. */
  static final long LIFE_MILLIS = 2_000;

  private static final int MAX_FOUND = 4_096;
  private static final int MAX_ABSENT = 1_024;

  private record Held<T>(T value, long since) {
    /** A clock that went back makes entries stale, never immortal. */
    boolean fresh(long now) {
      return now >= since && now - since < LIFE_MILLIS;
    }
  }

  private final Clock clock;
  private final ConcurrentHashMap<String, Held<V>> found = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Held<Boolean>> absent = new ConcurrentHashMap<>();

  LookupCache(Clock clock) {
    this.clock = clock;
  }

  Optional<V> find(String key, Function<String, Optional<V>> lookup) {
    long now = clock.millis();
    Held<V> known = found.get(key);
    if (known != null && known.fresh(now)) {
      return Optional.of(known.value());
    }
    Held<Boolean> missing = absent.get(key);
    if (missing != null && missing.fresh(now)) {
      return Optional.empty();
    }
    Optional<V> value = lookup.apply(key);
    if (value.isPresent()) {
      absent.remove(key);
      keep(found, MAX_FOUND, key, value.get(), now);
    } else {
      found.remove(key);
      keep(absent, MAX_ABSENT, key, Boolean.TRUE, now);
    }
    return value;
  }

  void put(String key, V value) {
    absent.remove(key);
    keep(found, MAX_FOUND, key, value, clock.millis());
  }

  void forget(String key) {
    found.remove(key);
    absent.remove(key);
  }

  void forgetAll() {
    found.clear();
    absent.clear();
  }

  int size() {
    return found.size() + absent.size();
  }

  private static <T> void keep(
      ConcurrentHashMap<String, Held<T>> map, int max, String key, T value, long now) {
    if (map.size() >= max) {
      map.values().removeIf(held -> !held.fresh(now));
    }
    if (map.size() < max) {
      map.put(key, new Held<>(value, now));
    }
  }
}
