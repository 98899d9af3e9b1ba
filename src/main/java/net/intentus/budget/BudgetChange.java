package net.intentus.budget;

/** What came of changing a budget. */
public sealed interface BudgetChange {
  /**
   * It is in force.
   *
   * @param created whether there was none of that id before
   */
  record Changed(Budget budget, boolean created) implements BudgetChange {}

  /** There is none of that id any more. */
  record Removed() implements BudgetChange {}

  /** There was none of that id. */
  record NotFound() implements BudgetChange {}

  /** There is one of that id already. */
  record Taken() implements BudgetChange {}

  /** It has another revision by now. */
  record Stale() implements BudgetChange {}

  /** There are as many as there may be. */
  record TooMany() implements BudgetChange {}

  /** Budgets hold for all tenants, so that only who sees all of them may change any. */
  record NotAllowed() implements BudgetChange {}

  /** It would change orders by latency, and determinism is required here. */
  record NotDeterministic() implements BudgetChange {}

  /** The budgets of this installation change by import of a compiled plan only. */
  record ByPlanOnly() implements BudgetChange {}
}
