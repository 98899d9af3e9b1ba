package net.intentus.budget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The budgets in force, in memory. A change made here is effective on this instance when the call
 * returns, and on the others at their next {@link #refresh}. Thread-safe.
 */
@ApplicationScoped
public class BudgetSource {
  /** Why a budget is refused that would change orders by latency. */
  public static final String NOT_DETERMINISTIC =
      "must be left out while intentus.routing.require-determinism is true";

  private final BudgetStore store;
  private volatile @Nullable BudgetSnapshot snapshot;
  private boolean byPlanOnly;
  private boolean deterministic = true;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected BudgetSource() {
    this(null);
  }

  @Inject
  public BudgetSource(BudgetStore store) {
    this.store = store;
  }

  @Inject
  void settings(Settings settings) {
    byPlanOnly = settings.plan().required();
    deterministic = settings.requireDeterminism();
  }

  /** What holds now; reads the database only the first time. */
  public BudgetSnapshot current() {
    BudgetSnapshot known = snapshot;
    return known == null ? refresh() : known;
  }

  /** Puts a budget in force. */
  public BudgetChange put(Budget wanted, Expected expected, Caller by, Instant at) {
    if (!by.allTenants()) {
      return new BudgetChange.NotAllowed();
    }
    if (refused(wanted)) {
      return new BudgetChange.NotDeterministic();
    }
    return byPlanOnly
        ? new BudgetChange.ByPlanOnly()
        : settled(store.put(wanted, expected, by, at));
  }

  /** Whether it must not be put in force here, because latency would change decisions. */
  public boolean refused(Budget wanted) {
    return deterministic && wanted.watchesLatency();
  }

  /** Removes a budget. */
  public BudgetChange remove(String id, Expected expected, Caller by) {
    if (!by.allTenants()) {
      return new BudgetChange.NotAllowed();
    }
    return byPlanOnly ? new BudgetChange.ByPlanOnly() : settled(store.remove(id, expected, by));
  }

  private BudgetChange settled(BudgetChange change) {
    refresh();
    return change;
  }

  /**
   * Takes over what other instances have changed; cheap when nothing has. Fails without forgetting
   * what it knows when the database does not answer.
   */
  public synchronized BudgetSnapshot refresh() {
    BudgetSnapshot known = snapshot;
    if (known != null && store.version() == known.version()) {
      return known;
    }
    BudgetSnapshot fresh = store.read();
    snapshot = fresh;
    return fresh;
  }
}
