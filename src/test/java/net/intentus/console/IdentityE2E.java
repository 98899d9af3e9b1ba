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
import java.util.List;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, users, sessions and the trail in the console. */
class IdentityE2E {
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

  private static BrowserContext context(boolean script) {
    return browsers
        .browser()
        .newContext(
            new Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setViewportSize(1400, 1000)
                .setColorScheme(ColorScheme.LIGHT));
  }

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void managesKeysUsersAndSessions(boolean script) {
    try (BrowserContext context = context(script);
        BrowserContext other = context(script)) {
      Page page = context.newPage();
      signIn(page, "admin", server.adminPassword());
      key(page, script ? "scripted-ci" : "plain-ci");
      user(page, other.newPage(), script ? "scripted-bob" : "plain-bob");
      trail(page);
      if (script) {
        narrow(page);
      }
    }
  }

  private static void key(Page page, String subject) {
    link(page, "Keys").click();
    link(page, "Create a key").click();
    page.locator("[name='subject']").fill(subject);
    page.locator("[name='intents']").fill("Echo*");
    button(page, "Create the key").click();
    assertThat(page.locator("#about-roles")).containsText("must be 1 to");
    assertThat(page.locator("[name='subject']")).hasValue(subject);
    page.locator("[name='role'][value='submitter']").check();
    shoot(page, "key");
    button(page, "Create the key").click();
    String key = page.locator("#secret").inputValue();
    assertThat(key).startsWith("ink_");
    assertThat(page.url()).doesNotContain("ink_");
    assertThat(server.api().as(key).get("/api/v1/version").status()).isEqualTo(200);
    shoot(page, "key-once");
    link(page, "I have copied it").click();
    assertThat(page.locator("main")).not().containsText(key);
    Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText(subject));
    assertThat(row.first()).containsText("intent Echo*");
    shoot(page, "keys");
    row.first().getByRole(AriaRole.LINK).click();
    button(page, "Revoke the key").click();
    assertThat(page.locator(".flash")).containsText("is revoked");
    assertThat(server.api().as(key).get("/api/v1/version").status()).isEqualTo(401);
  }

  private static void user(Page page, Page theirs, String name) {
    link(page, "Users").click();
    link(page, "Create a user").click();
    page.locator("[name='name']").fill(name);
    page.locator("[name='tenant']").fill("acme");
    page.locator("[name='password']").fill("Password1234");
    page.locator("[name='role'][value='viewer']").check();
    button(page, "Create the user").click();
    assertThat(page.locator("#about-password")).containsText("guessed");
    button(page, "Create the user").click();
    String password = page.locator("#secret").inputValue();
    link(page, "I have copied it").click();
    shoot(page, "users");

    signIn(theirs, name, password);
    assertThat(theirs.getByRole(AriaRole.LINK, exact("Keys"))).hasCount(0);
    page.navigate(url("/console/sessions"));
    Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText(name));
    shoot(page, "sessions");
    row.getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".flash")).containsText("signed out");
    theirs.navigate(url("/console/executions"));
    assertThat(theirs.getByRole(AriaRole.HEADING).first()).hasText("Sign in");

    page.navigate(url("/console/users/" + name));
    shoot(page, "user");
    button(page, "Disable").click();
    assertThat(page.locator(".flash")).containsText("may not sign in");
    theirs.locator("[name='username']").fill(name);
    theirs.locator("[name='password']").fill(password);
    button(theirs, "Sign in").click();
    assertThat(theirs.locator(".notice")).containsText("did not work");
  }

  private static void trail(Page page) {
    link(page, "Audit").click();
    page.locator("[name='action']").fill("key.*");
    button(page, "Search").click();
    assertThat(page.locator("tbody tr").first()).containsText("key.revoke");
    shoot(page, "audit");
    link(page, "Check the chain").click();
    assertThat(page.locator(".verdict")).containsText("It holds");
    shoot(page, "audit-check");
  }

  private static void narrow(Page page) {
    page.setViewportSize(400, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    for (String path : List.of("keys", "keys/new", "users", "users/admin", "sessions", "audit")) {
      page.navigate(url("/console/" + path));
      shoot(page, path.replace('/', '-') + "-narrow-dark");
      Object wide = page.evaluate("document.documentElement.scrollWidth");
      assertThat(((Number) wide).intValue()).as(path).isLessThanOrEqualTo(400);
    }
  }

  private static void signIn(Page page, String name, String password) {
    page.navigate(url("/console/"));
    page.locator("[name='username']").fill(name);
    page.locator("[name='password']").fill(password);
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
    return page.getByRole(AriaRole.LINK, exact(name)).first();
  }

  private static Page.GetByRoleOptions exact(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static String url(String path) {
    return server.base().resolve(path).toString();
  }
}
