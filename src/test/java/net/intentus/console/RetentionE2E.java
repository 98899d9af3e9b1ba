package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Retention and legal holds in the console. */
class RetentionE2E {
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

  @Test
  void countsAndHoldsAndReleases() {
    String id =
        server
            .api()
            .post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}")
            .header("Intentus-Execution-Id");
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(1400, 1000)
            .setColorScheme(ColorScheme.LIGHT);
    try (BrowserContext context = browsers.browser().newContext(options)) {
      Page page = context.newPage();
      signIn(page);
      hold(page, id);
      retention(page, id);
      page.navigate(url("/console/executions/" + id + "/hold"));
      button(page, "Release the hold").click();
      assertThat(page.locator(".flash")).containsText("is released");
      narrow(page);
    }
  }

  private static void hold(Page page, String id) {
    page.navigate(url("/console/executions/" + id));
    link(page, "Hold").click();
    page.locator("#reason").fill("claim 17");
    button(page, "Put under hold").click();
    assertThat(page.locator(".flash")).containsText("is held");
    assertThat(page.locator("main")).containsText("claim 17");
    shoot(page, "hold");
  }

  private static void retention(Page page, String id) {
    link(page, "Retention").click();
    assertThat(page.locator("main")).containsText("claim 17");
    assertThat(page.locator("main")).containsText("journal_block");
    button(page, "Dry run").click();
    assertThat(page.locator(".flash")).containsText("dry run");
    assertThat(page.locator("[aria-labelledby='runs']")).containsText("Dry run");
    shoot(page, "retention");
    link(page, "Run now").click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Delete what has expired?");
    link(page, "Keep it").click();
    link(page, id).click();
    assertThat(page.url()).endsWith("/hold");
  }

  private static void narrow(Page page) {
    page.setViewportSize(400, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.navigate(url("/console/retention"));
    shoot(page, "retention-narrow-dark");
    Object wide = page.evaluate("document.documentElement.scrollWidth");
    assertThat(((Number) wide).intValue()).isLessThanOrEqualTo(400);
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

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String url(String path) {
    return server.base().resolve(path).toString();
  }
}
