package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.budget.Amount;
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetUsage;
import net.intentus.budget.Limits;
import net.intentus.budget.Meter;
import net.intentus.budget.Period;
import net.intentus.budget.Scope;
import net.intentus.budget.Spender;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;

class BudgetPagesTest {
  private static final String HOSTILE = IdentityFixtures.HOSTILE;

  private static BudgetRow row(Period period, long used) {
    Budget budget =
        new Budget(
            "nightly",
            Scope.TENANT,
            HOSTILE,
            period,
            new Limits(2_000_000L, null, 10L),
            80,
            250,
            true,
            1,
            7);
    Meter meter =
        new Meter(new Amount(used, 5, 2), new Amount(1_000, 0, 1), new Amount(used, 5, 0));
    List<Spender> spenders =
        List.of(new Spender(HOSTILE, HOSTILE, HOSTILE, new Amount(used, 5, 2)));
    return BudgetRow.of(
        new BudgetUsage(
            budget,
            period.begin(Fixtures.NOW),
            period.end(Fixtures.NOW),
            meter,
            new Amount(3_456_789, 10, 4),
            spenders),
        Fixtures.NOW);
  }

  private static String page(String name, Caller caller, Map<String, Object> model) {
    Map<String, Object> all = new HashMap<>(model);
    all.put("chrome", Preview.chrome(caller, "light", null));
    return Preview.render(name, all);
  }

  private static String one(BudgetRow row, boolean changes) {
    PlainForm form =
        PlainForm.empty().with("scopeId", HOSTILE).wrong(List.of(new Violation("", HOSTILE)));
    return page("budget", Fixtures.ADMIN, Map.of("budget", row, "form", form, "changes", changes));
  }

  @Test
  void showsUseForecastAndWhoSpends() {
    String html = one(row(Period.DAY, 1_500_000), true);
    assertThat(html)
        .contains("1,500,000 of 2,000,000", "value=\"75\"", "3,456,789", "Who spends")
        .contains("Save", "Delete the budget")
        .doesNotContain("<script>alert")
        .contains("&lt;script");
    assertThat(one(row(Period.DAY, 1_500_000), false)).doesNotContain("Delete the budget");
  }

  @Test
  void saysHowABudgetStands() {
    assertThat(row(Period.DAY, 1_000).state().word()).isEqualTo("Good");
    assertThat(row(Period.DAY, 1_600_000).state().word()).isEqualTo("Low");
    assertThat(row(Period.DAY, 1_999_000).state().word()).isEqualTo("Used up");
    assertThat(row(Period.EXECUTION, 0).state().word()).isEqualTo("Per execution");
    assertThat(one(row(Period.EXECUTION, 0), true))
        .contains("Each execution begins with all of it");
  }

  @Test
  void listsBudgetsAndOffersNewOnesToWhoMayMakeThem() {
    Map<String, Object> model =
        Map.of(
            "rows", List.of(row(Period.DAY, 5), row(Period.EXECUTION, 0)), "first", "", "next", "");
    assertThat(page("budgets", Fixtures.ADMIN, model))
        .contains("Add a budget", "with each execution", "at most 10")
        .doesNotContain("<script>alert");
    assertThat(page("budgets", Fixtures.VIEWER, model)).doesNotContain("Add a budget");
    Map<String, Object> none = Map.of("rows", List.of(), "first", "", "next", "");
    assertThat(page("budgets", Fixtures.VIEWER, none)).contains("No budgets yet");
  }
}
