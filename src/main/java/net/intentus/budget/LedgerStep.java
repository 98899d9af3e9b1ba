package net.intentus.budget;

import java.time.Instant;
import java.util.List;

/** One thing that is to be done to the ledger. */
sealed interface LedgerStep {

  /**
   * Holds back what a call may take under all of these budgets, or under none.
   *
   * @param budgets in order: the first that has no room is told
   * @param expiresAt when the call counts as lost
   */
  record Hold(List<Budget> budgets, Claim claim, Instant now, Instant expiresAt)
      implements LedgerStep {
    /** The window of one of its budgets. */
    String window(Budget budget) {
      return budget.window(now, claim.executionId());
    }

    /** Begins the window of one of its budgets. */
    Begin begin(Budget budget) {
      return new Begin(window(budget), budget.id(), budget.period().forgetAt(now).toEpochMilli());
    }
  }

  /** Begins a window, unless that was done before. */
  record Begin(String window, String budgetId, long forgetAt) implements LedgerStep {}

  /** Holds back what was decided before. */
  record Made(Claim claim, List<HeldPart> parts, long expiresAt) implements LedgerStep {}

  /**
   * Settles what a call holds back, as far as that was not done before.
   *
   * @param took what is kept with it
   * @param counted what is added to what its windows used
   */
  record Settle(Claim claim, List<HeldPart> parts, Usage took, Amount counted)
      implements LedgerStep {}

  /** What came of a step. */
  sealed interface Answer {
    /** Of a {@link Hold}. */
    record Held(HoldResult result) implements Answer {}

    /** Of all others: by this step or before. */
    record Done() implements Answer {}
  }
}
