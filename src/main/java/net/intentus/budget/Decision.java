package net.intentus.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a call fits its budgets. Pure. */
final class Decision {
  private Decision() {}

  /**
   * Under all of them or under none; changes nothing.
   *
   * @param meters of those windows that have begun, by their ids
   */
  static HoldResult of(LedgerStep.Hold step, Map<String, Meter> meters) {
    List<Budget> missing =
        step.budgets().stream().filter(budget -> meters.get(step.window(budget)) == null).toList();
    if (!missing.isEmpty()) {
      return new HoldResult.NoWindow(missing);
    }
    Amount certain = step.claim().certain();
    List<HoldResult.Share> shares = new ArrayList<>();
    for (Budget budget : step.budgets()) {
      String window = step.window(budget);
      Meter meter = known(meters.get(window));
      Amount wanted = meter.estimate(certain);
      String full = meter.refuses(budget.limits(), wanted);
      if (full != null) {
        return new HoldResult.Exceeded(budget, full, meter.taken());
      }
      Limits left = budget.limits().left(meter.hold(wanted).taken());
      shares.add(new HoldResult.Share(budget.id(), new HeldPart(window, wanted), left));
    }
    return new HoldResult.Held(step.claim(), shares);
  }

  private static Meter known(@Nullable Meter meter) {
    if (meter == null) {
      throw new IllegalStateException("a window that is not known");
    }
    return meter;
  }
}
