package net.intentus.budget;

import java.util.Collection;
import java.util.Map;

/**
 * The ledger of any number of instances over one database: what is done is in it when it returns.
 * Steps of calls that come at the same time share a transaction.
 */
final class SharedLedger implements Ledger {
  /** Windows begin once; whoever is late finds the one of somebody else. */
  private static final int TRIES = 5;

  /** Calls whose steps are in one transaction, which keeps other instances waiting so long. */
  private static final int TOGETHER = 64;

  private final LedgerStore store;
  private final Gathering<LedgerStep, LedgerStep.Answer> steps;

  SharedLedger(LedgerStore store) {
    this.store = store;
    this.steps = new Gathering<>(store::apply, TOGETHER);
  }

  @Override
  public HoldResult hold(LedgerStep.Hold step) {
    for (int i = 0; i < TRIES; i++) {
      HoldResult result = ((LedgerStep.Answer.Held) steps.submit(step)).result();
      if (!(result instanceof HoldResult.NoWindow missing)) {
        return result;
      }
      missing.budgets().forEach(budget -> begin(step.begin(budget)));
    }
    throw new IllegalStateException("the windows of budgets cannot be begun");
  }

  /** Somebody else may be beginning it at the same time; if not, the next try tells. */
  private void begin(LedgerStep.Begin window) {
    try {
      store.begin(window);
    } catch (RuntimeException e) {
      // Either it has begun now, or holding fails for the reason that this did.
    }
  }

  @Override
  public void settle(LedgerStep.Settle step) {
    steps.submit(step);
  }

  @Override
  public Map<String, Meter> meters(Collection<String> windows) {
    return store.meters(windows);
  }

  @Override
  public void catchUp() {
    // it always is
  }
}
