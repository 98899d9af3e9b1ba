package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budgets in the console: made, used, changed and deleted, with and without JavaScript. */
class BudgetE2E {
  private static final String BUDGETS = "/api/v1/budgets/";
  private static Browsers browsers;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    server = RunningServer.shared();
  }

  @AfterAll
  static void stop() {
    if (browsers != null) {
      browsers.close();
    }
  }

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void makesUsesChangesAndDeletesABudget(boolean script) {
    String id = script ? "scripted-budget" : "plain-budget";
    try (BrowserContext context =
        browsers
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setJavaScriptEnabled(script)
                    .setViewportSize(1400, 1000)
                    .setColorScheme(ColorScheme.LIGHT))) {
      Page page = context.newPage();
      signIn(page);
      make(page, id);
      use(page, id);
      change(page, id);
      if (script) {
        narrow(page, id);
      }
      page.navigate(url("/console/budgets/" + id));
      page.locator("[name='sure']").check();
      button(page, "Delete the budget").click();
      assertThat(page.locator(".flash")).containsText("is deleted");
      assertThat(server.api().get(BUDGETS + id).status()).isEqualTo(404);
    }
  }

  private static void make(Page page, String id) {
    page.getByRole(AriaRole.LINK, exact("Budgets")).first().click();
    page.getByRole(AriaRole.LINK, exact("Add a budget")).first().click();
    page.locator("[name='id']").fill(id);
    page.locator("[name='scope']").selectOption("intent");
    page.locator("[name='period']").selectOption("month");
    page.locator("[name='limitCalls']").fill("many");
    page.locator("[name='scopeId']").fill("EchoIntent");
    button(page, "Add the budget").click();
    assertThat(page.locator("#about-limitCalls")).containsText("whole number");
    shoot(page, "budget-new");
    page.locator("[name='limitCalls']").fill("4");
    button(page, "Add the budget").click();
    assertThat(page.locator(".flash")).containsText("is in force");
  }

  /** The figures of the page are those of the ledger. */
  private static void use(Page page, String id) {
    String echo = "{\"intent\":{\"name\":\"EchoIntent\"}}";
    for (int i = 0; i < 2; i++) {
      Api.Reply reply = server.api().post("/api/v1/intents", echo);
      assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    }
    JsonNode usage = server.api().get(BUDGETS + id + "/usage").json();
    assertThat(usage.at("/used/calls").asInt()).isEqualTo(2);
    page.reload();
    assertThat(page.locator("main")).containsText("2 of 4");
    assertThat(page.locator("main")).containsText("echo");
    shoot(page, "budget");
    page.getByRole(AriaRole.LINK, exact("All budgets")).first().click();
    assertThat(page.locator("tbody")).containsText("2 of 4");
    shoot(page, "budgets");
    page.getByRole(AriaRole.LINK, exact(id)).first().click();
  }

  private static void change(Page page, String id) {
    page.locator("[name='limitCalls']").fill("2");
    button(page, "Save").click();
    assertThat(page.locator(".flash")).containsText("is saved");
    assertThat(page.locator("main")).containsText("Used up");
    Api.Reply denied =
        server.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}");
    assertThat(denied.status()).as("%s", denied).isEqualTo(429);
    String stale = page.locator("[name='revision']").inputValue();
    Api.Reply other =
        server.api().put(BUDGETS + id, server.api().get(BUDGETS + id).json(), "If-Match", "*");
    assertThat(other.status()).isEqualTo(200);
    assertThat(stale).isNotEmpty();
    button(page, "Save").click();
    assertThat(page.locator("[role='alert']")).containsText("Somebody else");
  }

  private static void narrow(Page page, String id) {
    page.setViewportSize(400, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    for (String path : new String[] {"budgets", "budgets/_new", "budgets/" + id}) {
      page.navigate(url("/console/" + path));
      shoot(page, path.replace('/', '-') + "-narrow-dark");
      Object wide = page.evaluate("document.documentElement.scrollWidth");
      assertThat(((Number) wide).intValue()).as(path).isLessThanOrEqualTo(400);
    }
  }

  private static void signIn(Page page) {
    page.navigate(url("/console/"));
    page.locator("[name='username']").fill("admin");
    page.locator("[name='password']").fill(server.adminPassword());
    button(page, "Sign in").click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Executions");
  }

  private static void shoot(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/screenshots", name + ".png"))
            .setFullPage(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByRoleOptions exact(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static String url(String path) {
    return server.base().resolve(path).toString();
  }
}
