package net.intentus.budget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a call fits its budgets. */
public sealed interface HoldResult {
  /**
   * It does, and something is held back for it under each of them.
   *
   * @param claim the call
   * @param shares by budget
   */
  record Held(Claim claim, List<Share> shares) implements HoldResult {
    public Held {
      shares = List.copyOf(shares);
    }

    /** What is to be settled. */
    List<HeldPart> parts() {
      return shares.stream().map(Share::part).toList();
    }

    /** What is left of the tightest, besides what is held back; null where nothing limits it. */
    public @Nullable Limits left() {
      return shares.stream().map(Share::left).reduce(Limits::min).orElse(null);
    }
  }

  /**
   * It does not, and nothing is held back.
   *
   * @param budget the first that has no room
   * @param what the limit: {@code micros|tokens|calls}
   * @param taken used or held back by others
   */
  record Exceeded(Budget budget, String what, Amount taken) implements HoldResult {}

  /** Some window has not begun yet. */
  record NoWindow(List<Budget> budgets) implements HoldResult {}

  /**
   * What one budget holds back for one call.
   *
   * @param left of the budget, besides that
   */
  record Share(String budgetId, HeldPart part, Limits left) {}
}
