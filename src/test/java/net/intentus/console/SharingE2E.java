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
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shared with other nodes and with agents: written in the console, shown nowhere. */
class SharingE2E {
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
  void managesPeersAndCredentialsWithoutEverShowingASecret(boolean script) {
    try (BrowserContext context = context(script)) {
      Page page = context.newPage();
      signIn(page, "admin", server.adminPassword());
      peer(page, script ? "scripted-node" : "plain-node");
      credential(page, script ? "scripted-crm" : "plain-crm");
      compliance(page);
      if (script) {
        narrow(page);
      }
    }
  }

  private static void peer(Page page, String id) {
    link(page, "Peers").click();
    link(page, "Add a peer").click();
    page.locator("[name='nodeId']").fill(id);
    page.locator("[name='key']").fill("shared-canary-one");
    page.locator("[name='ttlSeconds']").fill("9999");
    shoot(page, "peer-new");
    button(page, "Add the peer").click();
    assertThat(page.locator("#about-ttlSeconds")).containsText("from 1 to 3600");
    assertThat(page.locator("[name='key']")).hasValue("");
    page.locator("[name='ttlSeconds']").fill("30");
    page.locator("[name='key']").fill("shared-canary-one");
    button(page, "Add the peer").click();
    assertThat(page.locator(".flash")).containsText("is added");
    noSecret(page);

    page.locator("[name='key']").fill("shared-canary-two");
    page.locator("[name='active']").check();
    button(page, "Add the key").click();
    assertThat(page.locator(".flash")).containsText("another key");
    assertThat(page.locator("tbody tr")).hasCount(2);
    shoot(page, "peer");
    noSecret(page);
    page.locator("tbody button.danger").first().click();
    assertThat(page.locator(".flash")).containsText("is ended");
    assertThat(page.locator("tbody tr")).hasCount(1);
    link(page, "All peers").click();
    assertThat(page.locator("tbody")).containsText(id);
    shoot(page, "peers");
    link(page, id).click();
    page.locator("[name='sure']").check();
    button(page, "Delete the peer").click();
    assertThat(page.locator(".flash")).containsText("is deleted");
    assertThat(page.locator("main")).not().containsText(id + "aes-gcm");
    assertThat(server.api().get("/api/v1/peers/" + id).status()).isEqualTo(404);
  }

  private static void credential(Page page, String name) {
    link(page, "Credentials").click();
    link(page, "Add a credential").click();
    page.locator("[name='name']").fill(name);
    page.locator("[name='type']").selectOption("basic");
    page.locator("[name='secret']").fill("agent-canary-one");
    button(page, "Add the credential").click();
    assertThat(page.locator("#about-username")).containsText("is required");
    shoot(page, "credential-new");
    page.locator("[name='username']").fill("bob");
    page.locator("[name='secret']").fill("agent-canary-one");
    button(page, "Add the credential").click();
    assertThat(page.locator(".flash")).containsText("is added");
    noSecret(page);
    shoot(page, "credentials");
    link(page, name).click();
    noSecret(page);
    page.locator("[name='username']").fill("ann");
    button(page, "Replace").click();
    assertThat(page.locator(".flash")).containsText("is replaced");
    Api.Reply read = server.api().get("/api/v1/credentials/" + name);
    assertThat(read.json().path("username").asText()).isEqualTo("ann");
    link(page, name).click();
    shoot(page, "credential");
    page.locator("[name='sure']").check();
    button(page, "Delete the credential").click();
    assertThat(page.locator(".flash")).containsText("is deleted");
    assertThat(server.api().get("/api/v1/credentials/" + name).status()).isEqualTo(404);
  }

  private static void noSecret(Page page) {
    assertThat(page.content()).doesNotContain("canary");
    assertThat(page.url()).doesNotContain("canary");
  }

  private static void compliance(Page page) {
    link(page, "Compliance").click();
    assertThat(page.locator(".count")).containsText("standard");
    Locator row = page.locator("tr").filter(new Locator.FilterOptions().setHasText("determinism"));
    assertThat(row.first()).containsText("On");
    shoot(page, "compliance");
  }

  private static void narrow(Page page) {
    page.setViewportSize(400, 900);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    for (String path :
        List.of("peers", "peers/new", "credentials", "credentials/new", "compliance")) {
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
