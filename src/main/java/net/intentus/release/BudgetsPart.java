package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetChange;
import net.intentus.budget.BudgetSource;
import net.intentus.budget.BudgetStore;
import net.intentus.budget.Expected;
import net.intentus.budget.PlannedBudgets;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;

/** How much calls may use. What they have used stays as long as a budget counts the same calls. */
@Singleton
class BudgetsPart implements Part {
  private static final String NAME = "budgets";
  private final BudgetStore store;
  private final BudgetSource source;
  private final Clock clock;

  @Inject
  BudgetsPart(BudgetStore store, BudgetSource source, Clock clock) {
    this.store = store;
    this.source = source;
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public JsonNode live() {
    return PlannedBudgets.of(store.read().all());
  }

  @Override
  public JsonNode normal(JsonNode given, Violations violations) {
    return PlannedBudgets.normal(given, "/" + NAME, violations);
  }

  /** What a budget counts need not be there. */
  @Override
  public void check(JsonNode normal, Violations violations) {
    List<Budget> planned = PlannedBudgets.read(normal);
    for (int i = 0; i < planned.size(); i++) {
      if (source.refused(planned.get(i))) {
        violations.add("/" + NAME + "/" + i + "/softLatencyMs", BudgetSource.NOT_DETERMINISTIC);
      }
    }
  }

  @Override
  public List<PlanDifference> differences(JsonNode live, JsonNode wanted) {
    return NamedDifferences.of(NAME, "id", live, wanted);
  }

  @Override
  public void hold() {
    store.hold();
  }

  /** First what goes, so that there are never too many. */
  @Override
  public void put(JsonNode live, JsonNode wanted, Caller caller) {
    Map<String, Budget> old = new HashMap<>();
    PlannedBudgets.read(live).forEach(budget -> old.put(budget.id(), budget));
    List<Budget> planned = PlannedBudgets.read(wanted);
    TreeSet<String> gone = new TreeSet<>(old.keySet());
    planned.forEach(budget -> gone.remove(budget.id()));
    Expected any = new Expected.Something(null);
    gone.forEach(id -> done(store.remove(id, any, caller)));
    for (Budget budget : planned) {
      if (!budget.equals(old.get(budget.id()))) {
        Expected expected = old.containsKey(budget.id()) ? any : new Expected.Nothing();
        done(store.put(budget, expected, caller, clock.instant()));
      }
    }
  }

  private static void done(BudgetChange change) {
    if (!(change instanceof BudgetChange.Changed || change instanceof BudgetChange.Removed)) {
      throw new IllegalStateException("the budgets have been changed meanwhile");
    }
  }

  @Override
  public void refresh() {
    source.refresh();
  }
}
