package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import net.intentus.harness.Api;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets in the console: made, used, changed and deleted, with and without JavaScript. */
class BudgetE2E {
  private static final String BUDGETS = "/api/v1/budgets/";
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void makesUsesChangesAndDeletesABudget(boolean script) {
    String id = script ? "scripted-budget" : "plain-budget";
    Page page = console.signedIn(script);
    make(page, id);
    use(page, id);
    change(page, id);
    if (script) {
      fitNarrowAndDark(page, "budgets", "budgets/_new", "budgets/" + id);
    }
    page.navigate("/console/budgets/" + id);
    page.locator("[name='sure']").check();
    button(page, "Delete the budget").click();
    assertThat(page.locator(".flash")).containsText("is deleted");
    assertThat(console.api().get(BUDGETS + id).status()).isEqualTo(404);
  }

  private static void make(Page page, String id) {
    link(page, "Budgets").click();
    link(page, "Add a budget").click();
    page.locator("[name='id']").fill(id);
    page.locator("[name='scope']").selectOption("intent");
    page.locator("[name='period']").selectOption("month");
    page.locator("[name='limitCalls']").fill("many");
    page.locator("[name='scopeId']").fill("EchoIntent");
    button(page, "Add the budget").click();
    assertThat(page.locator("#about-limitCalls")).containsText("whole number");
    shoot(page, "budget-new");
    page.locator("[name='limitCalls']").fill("4");
    page.locator("[name='softLatencyMs']").fill("100");
    page.locator("[name='onSoft']").selectOption("degrade");
    button(page, "Add the budget").click();
    assertThat(page.locator("#about-softLatencyMs")).containsText("require-determinism");
    page.locator("[name='softLatencyMs']").fill("");
    page.locator("[name='onSoft']").selectOption("none");
    button(page, "Add the budget").click();
    assertThat(page.locator(".flash")).containsText("is in force");
  }

  /** The figures of the page are those of the ledger. */
  private static void use(Page page, String id) {
    String echo = "{\"intent\":{\"name\":\"EchoIntent\"}}";
    for (int i = 0; i < 2; i++) {
      Api.Reply reply = console.api().post("/api/v1/intents", echo);
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }
    JsonNode usage = console.api().get(BUDGETS + id + "/usage").json();
    assertThat(usage.at("/used/calls").asInt()).isEqualTo(2);
    page.reload();
    assertThat(page.locator("main")).containsText("2 of 4");
    assertThat(page.locator("main")).containsText("echo");
    shoot(page, "budget");
    link(page, "All budgets").click();
    assertThat(page.locator("tbody")).containsText("2 of 4");
    shoot(page, "budgets");
    link(page, id).click();
  }

  private static void change(Page page, String id) {
    page.locator("[name='limitCalls']").fill("2");
    button(page, "Save").click();
    assertThat(page.locator(".flash")).containsText("is saved");
    assertThat(page.locator("main")).containsText("Used up");
    Api.Reply denied =
        console.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}");
    assertThat(denied.status()).as("%s", denied).isEqualTo(429);
    String stale = page.locator("[name='revision']").inputValue();
    Api.Reply other =
        console.api().put(BUDGETS + id, console.api().get(BUDGETS + id).json(), "If-Match", "*");
    assertThat(other.status()).isEqualTo(200);
    assertThat(stale).isNotEmpty();
    button(page, "Save").click();
    assertThat(page.locator("[role='alert']")).containsText("Somebody else");
  }
}
