package net.intentus.budget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.wal.WriteAheadLog;

/**
 * Holds calls to budgets: something is held back before a call, and settled after it. Thread-safe;
 * over a database of its own alone it has a log in front of it (ADR 0027).
 */
@ApplicationScoped
public class LedgerSource {
  private static final String DIRECTORY = "budgets";
  private static final Logger LOG = Logger.getLogger(LedgerSource.class.getName());
  private static final int TRIES = 5;

  /** What a call may take beyond the ceiling before it counts as lost. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private static final int SWEPT = 500;

  /** Rows that are removed in one transaction, and in one sweep. */
  private static final int FORGOTTEN = 500;

  private static final int MOST_FORGOTTEN = 1_000_000;
  private static final int SPENDERS = 20;

  private final Ledger ledger;
  private final LedgerStore store;
  private final Clock clock;
  private final Duration longest;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected LedgerSource() {
    this.ledger = null;
    this.store = null;
    this.clock = null;
    this.longest = GRACE;
  }

  @Inject
  public LedgerSource(LedgerStore store, Clock clock, Settings settings) {
    this(
        settings.database().embedded()
            ? new LocalLedger(
                store, new WriteAheadLog(settings.dataDir().resolve(DIRECTORY), false))
            : new SharedLedger(store),
        store,
        clock,
        Duration.ofMillis(settings.agents().callCeilingMs()));
  }

  LedgerSource(Ledger ledger, LedgerStore store, Clock clock, Duration ceiling) {
    this.ledger = ledger;
    this.store = store;
    this.clock = clock;
    this.longest = ceiling.plus(GRACE);
  }

  /**
   * Stores what an earlier process left. Before anybody else asks.
   *
   * @throws ConfigurationProblem when that cannot be read
   */
  public void start() {
    if (ledger instanceof LocalLedger local) {
      try {
        local.start();
      } catch (IOException e) {
        LOG.log(Level.SEVERE, "the log of the budgets cannot be read back", e);
        throw new ConfigurationProblem(
            "intentus.data.dir",
            "the log of the budgets in its directory " + DIRECTORY + " cannot be read back.",
            "Start the version that wrote it once more, and stop it properly; see"
                + " runbooks/start-stop-upgrade.md.");
      }
    }
  }

  /** Stores what is not in the database yet; the next time does what this one could not. */
  public void store() {
    try {
      ledger.catchUp();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the budgets could not be stored; trying again", e);
    }
  }

  /** The same for the last time. Afterwards nothing may be asked. */
  public void stop() {
    if (ledger instanceof LocalLedger local) {
      try {
        local.stop();
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.WARNING, "the next start has to store what budgets counted", e);
      }
    }
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
    return ledger.hold(new LedgerStep.Hold(budgets, claim, now, now.plus(longest)));
  }

  /**
   * Counts what a call took and releases the rest.
   *
   * @return whether it is counted, now or before; if not, it counts as lost when it is overdue
   */
  public boolean settle(HoldResult.Held held, Usage usage) {
    return done(new LedgerStep.Settle(held.claim(), held.parts(), usage, usage.ofOneCall()));
  }

  /** Releases what is held back for a call that was not made. */
  public void release(HoldResult.Held held) {
    var unused = done(new LedgerStep.Settle(held.claim(), held.parts(), Usage.NONE, Amount.NONE));
  }

  /**
   * Counts a call of which nobody knows what it took, at what it costs for certain.
   *
   * @return what is counted: what another settlement came to that was earlier; empty when nothing
   *     is known of it, or the database cannot tell
   */
  public Optional<Usage> lost(String executionId, int attempt) {
    for (int i = 0; i < TRIES; i++) {
      try {
        ledger.catchUp();
        List<LedgerStore.Known> known = store.known(executionId, attempt);
        if (known.stream().allMatch(LedgerStore.Known::settled)) {
          return known.stream().map(LedgerStore.Known::usage).findFirst();
        }
        known.stream().filter(one -> !one.settled()).forEach(this::lost);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "what a lost call held back could not be settled", e);
      }
    }
    return Optional.empty();
  }

  private void lost(LedgerStore.Known known) {
    Usage certain = known.usage();
    var unused =
        done(
            new LedgerStep.Settle(
                known.claim(), List.of(known.part()), certain, certain.ofOneCall()));
  }

  private boolean done(LedgerStep.Settle step) {
    for (int i = 1; true; i++) {
      try {
        ledger.settle(step);
        return true;
      } catch (RuntimeException e) {
        if (i == TRIES) {
          LOG.log(Level.WARNING, "what a call took could not be counted; it counts as lost", e);
          return false;
        }
      }
    }
  }

  /** Settles what is overdue, and removes what need not be known any more. */
  public void sweep() {
    Instant now = clock.instant();
    ledger.catchUp();
    store.overdue(now, SWEPT).forEach(this::lost);
    ledger.catchUp();
    forget(limit -> store.forgetHolds(now, limit));
    forget(limit -> store.forgetWindows(now, limit));
  }

  /** A little at a time, so that nobody waits for it, and the rest the next time. */
  private static void forget(IntUnaryOperator some) {
    int left = MOST_FORGOTTEN;
    int gone;
    do {
      gone = some.applyAsInt(FORGOTTEN);
      left -= gone;
    } while (gone == FORGOTTEN && left > 0);
  }

  /** How far those budgets are used now; a budget of each execution has no such number. */
  public Map<String, Meter> meters(List<Budget> budgets) {
    Instant now = clock.instant();
    List<Budget> periodic =
        budgets.stream().filter(budget -> budget.period() != Period.EXECUTION).toList();
    List<String> windows = new ArrayList<>();
    periodic.forEach(budget -> windows.add(budget.window(now, "")));
    Map<String, Meter> known = ledger.meters(windows);
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
    ledger.catchUp();
    return BudgetUsage.of(
        budget,
        meters(List.of(budget)).getOrDefault(budget.id(), Meter.EMPTY),
        windows ? store.spenders(budget.window(now, ""), SPENDERS) : List.of(),
        now);
  }
}
