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

/** The policy in the console: read, tried on what is recorded, changed, and taken back. */
class PolicyE2E {
  private static final String ECHO_DENIED =
      "{\n\"default\": \"allow\",\n\"rules\": [\n{\"id\": \"e2e-no-echo\", \"action\": \"deny\","
          + " \"intents\": [\"EchoIntent\"]}\n]\n}";
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

  private static int echo() {
    return server.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}").status();
  }

  @Test
  void editsTriesChangesAndTakesBackWithoutJavaScript() {
    walk(false);
  }

  @Test
  void editsTriesChangesAndTakesBack() {
    walk(true);
  }

  private static void walk(boolean javaScript) {
    assertThat(echo()).isEqualTo(200);
    String tag = server.api().get("/api/v1/policy").header("ETag").replace("\"", "");
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(1400, 1000)
            .setJavaScriptEnabled(javaScript)
            .setColorScheme(ColorScheme.LIGHT);
    try (BrowserContext context = browsers.browser().newContext(options)) {
      Page page = context.newPage();
      signIn(page);
      link(page, "Policy").click();
      assertThat(page.locator("main")).containsText("Version " + tag);
      shoot(page, "policy");
      refused(page);
      tried(page);
      changed(page);
      takenBack(page, Long.parseLong(tag));
      if (javaScript) {
        narrow(page);
      }
    }
  }

  private static void refused(Page page) {
    link(page, "Edit").click();
    page.locator("#text").fill(ECHO_DENIED.replace("deny", "refuse"));
    button(page, "Put in force").click();
    assertThat(page.locator("[role='alert']")).containsText("Line 4 /rules/0/action");
    assertThat(page.locator("[role='alert']")).containsText("must be one of allow, deny");
    assertThat(page.locator("#text")).containsText("refuse");
    shoot(page, "policy-refused");
  }

  private static void tried(Page page) {
    page.locator("#text").fill(ECHO_DENIED);
    page.locator("#reason").fill("claim 17");
    button(page, "Dry run").click();
    Locator report = page.locator("[aria-labelledby='dryrun']");
    assertThat(report).containsText("would have been decided differently");
    assertThat(report).containsText("echo: allow by default → deny by e2e-no-echo");
    assertThat(report).containsText("echo → POLICY_DENIED");
    assertThat(echo()).isEqualTo(200);
    shoot(page, "policy-dry-run");
  }

  private static void changed(Page page) {
    button(page, "Put in force").click();
    assertThat(page.locator(".flash")).containsText("is in force");
    assertThat(page.locator("main")).containsText("claim 17");
    assertThat(page.locator("main")).containsText("e2e-no-echo");
    assertThat(echo()).isEqualTo(403);
  }

  private static void takenBack(Page page, long version) {
    page.navigate(url("/console/policy/versions/" + (version + 1)));
    assertThat(page.locator("[aria-labelledby='changes']")).containsText("rule e2e-no-echo");
    shoot(page, "policy-version");
    page.navigate(url("/console/policy/versions/" + version));
    page.locator("#reason").fill("settled");
    button(page, "Put version " + version + " in force again").click();
    assertThat(page.locator(".flash")).containsText("in force again");
    assertThat(page.locator("main")).containsText("brought back version " + version);
    assertThat(echo()).isEqualTo(200);
  }

  private static void narrow(Page page) {
    page.setViewportSize(400, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    for (String path : new String[] {"/console/policy", "/console/policy/edit"}) {
      page.navigate(url(path));
      shoot(page, path.substring(9).replace('/', '-') + "-narrow-dark");
      Object wide = page.evaluate("document.documentElement.scrollWidth");
      assertThat(((Number) wide).intValue()).isLessThanOrEqualTo(400);
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

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String url(String path) {
    return server.base().resolve(path).toString();
  }
}
