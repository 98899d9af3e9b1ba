package net.intentus.budget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Holds calls to budgets: something is held back before a call, and settled after it. Thread-safe;
 * each call is a transaction or two.
 */
@ApplicationScoped
public class LedgerSource {
  private static final Logger LOG = Logger.getLogger(LedgerSource.class.getName());

  /** Windows begin once; whoever is late finds the one of somebody else. */
  private static final int TRIES = 5;

  /** What a call may take beyond the ceiling before it counts as lost. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final int SWEPT = 500;
  private static final int SPENDERS = 20;

  private final LedgerStore store;
  private final Clock clock;
  private final Duration longest;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected LedgerSource() {
    this.store = null;
    this.clock = null;
    this.longest = GRACE;
  }

  @Inject
  public LedgerSource(LedgerStore store, Clock clock, Settings settings) {
    this(store, clock, Duration.ofMillis(settings.agents().callCeilingMs()));
  }

  LedgerSource(LedgerStore store, Clock clock, Duration ceiling) {
    this.store = store;
    this.clock = clock;
    this.longest = ceiling.plus(GRACE);
  }

  /**
   * Holds back what a call may take, under all of these budgets or under none.
   *
   * @param budgets in order: the first that has no room is told
   * @return held or exceeded
   * @throws RuntimeException when the database cannot tell; nobody may be called then
   */
  public HoldResult hold(List<Budget> budgets, Claim claim) {
    Instant now = clock.instant();
    for (int i = 0; i < TRIES; i++) {
      HoldResult result = store.hold(budgets, claim, now, now.plus(longest));
      if (!(result instanceof HoldResult.NoWindow missing)) {
        return result;
      }
      missing.budgets().forEach(budget -> begin(budget, claim, now));
    }
    throw new IllegalStateException("the windows of budgets cannot be begun");
  }

  /** Somebody else may be beginning it at the same time; if not, the next try tells. */
  private void begin(Budget budget, Claim claim, Instant now) {
    try {
      store.begin(budget, claim, now);
    } catch (RuntimeException e) {
      // Either it has begun now, or holding fails for the reason that this did.
    }
  }

  /**
   * Counts what a call took and releases the rest.
   *
   * @return what is counted: what another settlement came to that was earlier; empty when it cannot
   *     be counted now, so that it counts as lost when it is overdue
   */
  public Optional<Usage> settle(String executionId, int attempt, Usage usage) {
    return settle(executionId, attempt, usage, true);
  }

  /** Releases what is held back for a call that was not made. */
  public void release(String executionId, int attempt) {
    var unused = settle(executionId, attempt, null, false);
  }

  /**
   * Counts a call of which nobody knows what it took, at what it costs for certain.
   *
   * @return as {@link #settle(String, int, Usage)}; empty also when nothing is known of it
   */
  public Optional<Usage> lost(String executionId, int attempt) {
    return settle(executionId, attempt, null, true);
  }

  private Optional<Usage> settle(
      String executionId, int attempt, @Nullable Usage usage, boolean called) {
    for (int i = 1; true; i++) {
      try {
        return store.settle(executionId, attempt, usage, called);
      } catch (RuntimeException e) {
        if (i == TRIES) {
          LOG.log(Level.WARNING, "what a call took could not be counted; it counts as lost", e);
          return Optional.empty();
        }
      }
    }
  }

  /** Settles what is overdue, and removes what need not be known any more. */
  public void sweep() {
    Instant now = clock.instant();
    store.overdue(now, SWEPT).forEach(call -> lost(call.executionId(), call.attempt()));
    store.forget(now);
  }

  /** How far those budgets are used now; a budget of each execution has no such number. */
  public Map<String, Meter> meters(List<Budget> budgets) {
    Instant now = clock.instant();
    List<Budget> periodic =
        budgets.stream().filter(budget -> budget.period() != Period.EXECUTION).toList();
    List<String> windows = new ArrayList<>();
    periodic.forEach(budget -> windows.add(budget.window(now, "")));
    Map<String, Meter> known = store.meters(windows);
    Map<String, Meter> meters = new HashMap<>();
    for (Budget budget : periodic) {
      meters.put(budget.id(), known.getOrDefault(budget.window(now, ""), Meter.EMPTY));
    }
    return meters;
  }

  /** How far budgets are used, without who used them. */
  public List<BudgetUsage> usage(List<Budget> budgets) {
    Instant now = clock.instant();
    Map<String, Meter> meters = meters(budgets);
    return budgets.stream()
        .map(
            budget ->
                BudgetUsage.of(
                    budget, meters.getOrDefault(budget.id(), Meter.EMPTY), List.of(), now))
        .toList();
  }

  /** How far a budget is used, and by whom. */
  public BudgetUsage usage(Budget budget) {
    Instant now = clock.instant();
    boolean windows = budget.period() != Period.EXECUTION;
    return BudgetUsage.of(
        budget,
        meters(List.of(budget)).getOrDefault(budget.id(), Meter.EMPTY),
        windows ? store.spenders(budget.window(now, ""), SPENDERS) : List.of(),
        now);
  }
}
