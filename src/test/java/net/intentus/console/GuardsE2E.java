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
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards in the console: registered, refused, shown, changed and taken away. */
class GuardsE2E {
  private static final String INTENT = "GuardedIntent";
  private static Browsers browsers;
  private static RunningServer server;
  private static JudgeAgent judge;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    server = RunningServer.shared();
    judge = JudgeAgent.start();
  }

  @AfterAll
  static void stop() {
    if (judge != null) {
      judge.close();
      browsers.close();
    }
  }

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void anAgentsGuardsAreSetShownChangedAndTakenAway(boolean script) {
    String name = script ? "guarded-scripted" : "guarded-plain";
    judge.on(name, Behaviour.hang());
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setJavaScriptEnabled(script)
            .setViewportSize(1400, 1000)
            .setColorScheme(ColorScheme.LIGHT);
    try (BrowserContext context = browsers.browser().newContext(options)) {
      Page page = context.newPage();
      signIn(page);
      register(page, name);
      guards(name);
      change(page, name);
      if (script) {
        look(page, name);
      }
    } finally {
      server.api().delete("/api/v1/agents/" + name, "If-Match", "*");
    }
  }

  private static void register(Page page, String name) {
    page.navigate(url("/console/register"));
    page.locator("[name='name']").fill(name);
    page.locator("[name='endpoint.address']").fill(judge.address(name));
    page.locator("[name='intent']").fill(INTENT);
    guard(page, "timeoutMs", "soon");
    guard(page, "maxQueued", "2");
    guard(page, "retry.maxRetries", "1");
    guard(page, "circuitBreaker.failureRatio", "1.5");
    button(page, "Register").click();
    assertThat(about(page, "timeoutMs")).containsText("must be a whole number from 1 to 3600000");
    assertThat(about(page, "maxQueued")).containsText("needs maxConcurrent");
    assertThat(about(page, "circuitBreaker.failureRatio")).containsText("above 0 and at most 1");
    assertThat(page.locator("main")).containsText("must be left out for an irreversible agent");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("4 things need a change");
    assertThat(field(page, "timeoutMs")).hasValue("soon");
    shoot(page, "guards-refused");
    page.locator("[name='sideEffect'][value='read_only']").check();
    guard(page, "timeoutMs", "400");
    guard(page, "maxConcurrent", "3");
    guard(page, "maxCallsPerMinute", "600");
    guard(page, "retry.delayMs", "20");
    guard(page, "retry.jitterMs", "10");
    guard(page, "circuitBreaker.requestVolumeThreshold", "40");
    guard(page, "circuitBreaker.failureRatio", "0.75");
    guard(page, "circuitBreaker.delayMs", "1500");
    guard(page, "circuitBreaker.successThreshold", "2");
    button(page, "Register").click();
    assertThat(page.locator(".flash")).containsText(name);
  }

  /** What was typed is what the API says, and what calls are held to. */
  private static void guards(String name) {
    JsonNode guard = server.api().get("/api/v1/agents/" + name).json().path("guard");
    assertThat(guard)
        .isEqualTo(
            Json.trusted(
                """
                {"circuitBreaker":{"delayMs":1500,"failureRatio":0.75,
                  "requestVolumeThreshold":40,"successThreshold":2},
                 "maxCallsPerMinute":600,"maxConcurrent":3,"maxQueued":2,
                 "retry":{"delayMs":20,"jitterMs":10,"maxRetries":1},"timeoutMs":400}
                """));
    int before = judge.calls(name);
    String body =
        "{\"intent\":{\"name\":\"" + INTENT + "\"},\"routing\":{\"targetAgent\":\"" + name + "\"}}";
    assertThat(server.api().post("/api/v1/intents", body).status()).isEqualTo(504);
    assertThat(judge.calls(name)).as("one retry").isEqualTo(before + 2);
  }

  private static void change(Page page, String name) {
    page.navigate(url("/console/agents/" + name));
    assertThat(field(page, "timeoutMs")).hasValue("400");
    assertThat(field(page, "circuitBreaker.failureRatio")).hasValue("0.75");
    assertThat(page.locator("#circuit")).containsText("3 at once, 2 waiting.");
    shoot(page, "guards");
    guard(page, "timeoutMs", "1300");
    for (String part : new String[] {"maxRetries", "delayMs", "jitterMs"}) {
      guard(page, "retry." + part, "");
    }
    button(page, "Save").click();
    assertThat(page.locator(".flash")).containsText("saved");
    assertThat(field(page, "timeoutMs")).hasValue("1300");
    JsonNode guard = server.api().get("/api/v1/agents/" + name).json().path("guard");
    assertThat(guard.has("retry")).isFalse();
    assertThat(guard.path("timeoutMs").asInt()).isEqualTo(1_300);
    assertThat(guard.at("/circuitBreaker/delayMs").asInt()).isEqualTo(1_500);
  }

  private static void look(Page page, String name) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    shoot(page, "guards-dark");
    page.setViewportSize(400, 900);
    for (String path : new String[] {"register", "agents/" + name}) {
      page.navigate(url("/console/" + path));
      shoot(page, "guards-" + path.split("/", 2)[0] + "-narrow-dark");
      Object wide = page.evaluate("document.documentElement.scrollWidth");
      assertThat(((Number) wide).intValue()).as(path).isLessThanOrEqualTo(400);
    }
  }

  private static Locator field(Page page, String guard) {
    return page.locator("[name='guard." + guard + "']");
  }

  private static void guard(Page page, String guard, String value) {
    field(page, guard).fill(value);
  }

  private static Locator about(Page page, String guard) {
    return page.locator("[id='about-guard." + guard + "']");
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
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .last();
  }

  private static String url(String path) {
    return server.base().resolve(path).toString();
  }
}
