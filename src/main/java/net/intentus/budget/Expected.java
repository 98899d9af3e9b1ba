package net.intentus.budget;

import org.jspecify.annotations.Nullable;

/** What must be there before a change is made. */
public sealed interface Expected {
  /** No budget of that id. */
  record Nothing() implements Expected {}

  /**
   * A budget of that id.
   *
   * @param revision the one it must have, or null for any
   */
  record Something(@Nullable Long revision) implements Expected {}

  /** What speaks against the change, or null. */
  default @Nullable BudgetChange against(@Nullable Budget there) {
    if (this instanceof Something something) {
      Long revision = something.revision();
      if (there == null) {
        return new BudgetChange.NotFound();
      }
      return revision != null && revision != there.revision() ? new BudgetChange.Stale() : null;
    }
    return there == null ? null : new BudgetChange.Taken();
  }
}
