package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Hashes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans and settings in the console. */
class ReleaseE2E {
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

  private static ObjectNode live() {
    return (ObjectNode) server.api().get("/api/v1/release").json();
  }

  /** What is live, with another priority of the agent that echoes. */
  private static ObjectNode other() {
    ObjectNode plan = live();
    plan.path("agents")
        .forEach(
            agent -> {
              if (agent.path("name").asText().equals("echo")) {
                ((ObjectNode) agent).put("nodePriority", 77);
              }
            });
    plan.remove("hash");
    return plan.put("hash", Hashes.of(plan));
  }

  @Test
  void comparesPutsInForceAndReadsSettingsAgain() {
    ObjectNode before = live();
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(1400, 1000)
            .setColorScheme(ColorScheme.LIGHT);
    try (BrowserContext context = browsers.browser().newContext(options)) {
      Page page = context.newPage();
      signIn(page);
      link(page, "Release").click();
      assertThat(page.locator("main")).containsText(before.path("hash").asText());
      damaged(page, before);
      page.locator("#text").fill(other().toPrettyString());
      button(page, "Compare").click();
      assertThat(page.locator("[aria-labelledby='differences']"))
          .containsText("echo: nodePriority");
      shoot(page, "release");
      button(page, "Put in force").click();
      assertThat(page.locator(".flash")).containsText("is in force");
      assertThat(page.locator("table[aria-labelledby='imports']")).containsText("user:admin");
      button(page, "Read the configuration again").click();
      assertThat(page.locator(".flash")).containsText("0 taken over");
      narrow(page);
    } finally {
      server.api().post("/api/v1/release/import", before, "If-Match", "*");
    }
  }

  private static void damaged(Page page, ObjectNode plan) {
    page.locator("#text").fill(plan.deepCopy().put("hash", "sha-256:0").toString());
    button(page, "Compare").click();
    assertThat(page.locator("#problems")).containsText("/hash");
    page.locator("#text").fill("{");
    button(page, "Compare").click();
    assertThat(page.locator("#problems")).containsText("one JSON document");
  }

  private static void narrow(Page page) {
    page.setViewportSize(400, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    page.navigate(url("/console/release"));
    shoot(page, "release-narrow-dark");
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
