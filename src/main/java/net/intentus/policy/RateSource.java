package net.intentus.policy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts calls against rate limits, over all instances. Thread-safe. */
@ApplicationScoped
public class RateSource {
  /** A counter can be swept away between its making and its use, though hardly twice. */
  private static final int TRIES = 5;

  private final RateStore store;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected RateSource() {
    this(null);
  }

  @Inject
  public RateSource(RateStore store) {
    this.store = store;
  }

  /**
   * Counts a call under each key that has room; durable as everything the database commits.
   *
   * @param demands with keys that differ
   * @return a reading for every key
   * @throws RuntimeException when the database cannot count; nothing may be let through then
   */
  public Map<String, RateReading> count(Collection<RateDemand> demands) {
    Map<String, RateReading> readings = new HashMap<>();
    List<RateDemand> open = new ArrayList<>(demands);
    for (int i = 0; i < TRIES && !open.isEmpty(); i++) {
      readings.putAll(store.count(open));
      open.removeIf(demand -> readings.containsKey(demand.key()));
      for (RateDemand demand : open) {
        create(demand.key());
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException("the counters of rate limits cannot be made");
    }
    return readings;
  }

  /** Somebody else may be making it at the same time; if not, the next count tells. */
  private void create(String key) {
    try {
      store.create(key);
    } catch (RuntimeException e) {
      // Either there is one now, or counting fails for the reason that this did.
    }
  }

  /** Removes the counters whose minute has long been over. */
  public void sweep() {
    store.forget();
  }
}
