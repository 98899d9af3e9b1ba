package net.intentus.budget;

import java.util.Collection;
import java.util.Map;

/** Takes the steps of calls. Thread-safe. */
interface Ledger {

  /**
   * Holds back what a call may take, under all of its budgets or under none.
   *
   * @return held or exceeded
   * @throws RuntimeException when nothing is held back, for want of a database or a disk
   */
  HoldResult hold(LedgerStep.Hold step);

  /**
   * Settles what is held back, as far as that was not done before.
   *
   * @throws RuntimeException when it is unknown whether it is settled
   */
  void settle(LedgerStep.Settle step);

  /** The meters of those windows that have begun; nobody is kept waiting. */
  Map<String, Meter> meters(Collection<String> windows);

  /**
   * Returns when the database has everything that was done before.
   *
   * @throws RuntimeException when it cannot take it
   */
  void catchUp();
}
