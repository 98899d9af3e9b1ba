package net.intentus.observability;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Keeps the number of values that a metric label can take bounded: the first so many names get
 * meters of their own, all later ones share those of {@value #OTHER}. Thread-safe; a known name
 * costs one map lookup.
 *
 * @param <M> the meters of one label value
 */
final class BoundedLabels<M> {
  /** The label value of everything that has none of its own. */
  static final String OTHER = "other";

  /** Longer names share as well: a label is no place for a text. */
  static final int MAX_LENGTH = 128;

  private final int limit;
  private final Function<String, M> create;
  private final ConcurrentMap<String, M> known = new ConcurrentHashMap<>();
  private final M other;

  BoundedLabels(int limit, Function<String, M> create) {
    this.limit = limit;
    this.create = create;
    this.other = create.apply(OTHER);
  }

  /** The meters of that name, shared ones when the names are used up. */
  M of(String name) {
    M meters = known.get(name);
    if (meters != null) {
      return meters;
    }
    return known.size() >= limit || name.length() > MAX_LENGTH ? other : admit(name);
  }

  /** The meters that all names without their own share. */
  M other() {
    return other;
  }

  private M admit(String name) {
    synchronized (known) {
      M raced = known.get(name);
      if (raced != null) {
        return raced;
      }
      if (known.size() >= limit || name.equals(OTHER)) {
        return other;
      }
      M meters = create.apply(name);
      known.put(name, meters);
      return meters;
    }
  }
}
