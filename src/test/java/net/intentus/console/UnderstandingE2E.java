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
import java.util.ArrayList;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparing, repeating and finding drift in the console, in a real browser. */
class UnderstandingE2E {
  private static Browsers browsers;
  private static JudgeAgent judge;
  private static RunningServer server;

  private final List<String> complaints = new ArrayList<>();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> agents = new ArrayList<>();

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    judge = JudgeAgent.start();
    server = RunningServer.shared();
  }

  @AfterAll
  static void stop() {
    if (browsers != null) {
      browsers.close();
    }
    if (judge != null) {
      judge.close();
    }
  }

  @AfterEach
  void cleanUp() {
    contexts.forEach(BrowserContext::close);
    agents.forEach(name -> server.api().delete("/api/v1/agents/" + name, "If-Match", "*"));
  }

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void comparesTwoRepeatsOneAndFindsTheDrift(boolean script) {
    String intent = script ? "ScriptedRepeat" : "PlainRepeat";
    String first = intent + "-a";
    register(first, intent, "read_only", Behaviour.echo());
    register(intent + "-b", intent, "read_only", Behaviour.echo());
    String older = submit(intent, "pumps", null);
    judge.on(first, Behaviour.fail("AGENT_ERROR"));
    submit(intent, "pumps", null);
    Page page = page(options().setJavaScriptEnabled(script));
    signIn(page);

    compareFromTheList(page, intent);
    page.navigate(url("/console/executions/" + older));
    repeatEdited(page, intent, older);
    page.navigate(url("/console/drift?intent=" + intent));
    assertThat(page.locator(".drift h2")).containsText("2 ways");
    page.getByText("with the one above").click();
    assertThat(page.locator(".verdict")).containsText("They differ in decision");
    assertThat(complaints).isEmpty();
  }

  private static void compareFromTheList(Page page, String intent) {
    page.navigate(url("/console/executions?intent=" + intent));
    for (Locator box : page.locator("tbody input[type=checkbox]").all()) {
      box.check();
    }
    button(page, "Compare two").click();
    assertThat(page.locator(".verdict")).containsText("They differ in decision");
    assertThat(page.locator("main")).containsText("Fingerprint");
    assertThat(page.locator("main")).containsText("The same on both sides: Strategy, Status");
  }

  private static void repeatEdited(Page page, String intent, String older) {
    link(page, "Replay…").click();
    page.locator("[name='payload']").fill("{\"query\":");
    button(page, "Replay").click();
    assertThat(page.locator("[name='payload']")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("[name='payload']")).hasValue("{\"query\":");
    page.locator("[name='payload']").fill("{\"query\":\"valves\"}");
    page.locator("[name='targetAgent']").fill(intent + "-b");
    page.locator("[name='reason']").fill("looking into it");
    button(page, "Replay").click();
    assertThat(page.locator(".flash")).containsText("repeats " + older);
    assertThat(page.locator(".headline")).containsText(intent + "-b was put first");
    page.locator("section[aria-labelledby=related] .also").first().click();
    assertThat(page.locator(".differences").nth(1)).containsText("/payload/query");
    assertThat(page.locator(".differences").nth(1)).containsText("valves");
  }

  @Test
  void asksForSecretsAndForASecondThoughtBeforeItRepeats() {
    register("pay-agent", "PayAgain", "irreversible", Behaviour.succeed());
    String id = submit("PayAgain", "rent", "not-for-the-record");
    int before = judge.calls("pay-agent");
    Page page = page(options());
    signIn(page);
    page.navigate(url("/console/executions/" + id + "/replay"));
    assertThat(page.locator(".notice")).containsText("/password");
    page.locator("[name='reason']").fill("again");
    button(page, "Replay").click();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("Nothing has been run");
    assertThat(page.locator("#about-payload")).containsText("/password was redacted");
    page.locator("[name='payload']").fill("{\"query\":\"rent\",\"password\":\"another\"}");
    button(page, "Replay").click();
    assertThat(page.locator("main")).containsText("Its work cannot be undone: pay-agent");
    assertThat(judge.calls("pay-agent")).isEqualTo(before);
    page.locator("[name='force']").check();
    button(page, "Replay").click();
    assertThat(page.locator(".flash")).containsText("repeats " + id);
    assertThat(judge.calls("pay-agent")).isEqualTo(before + 1);
    assertThat(judge.last("pay-agent").envelope().at("/payload/password").asText())
        .isEqualTo("another");
    assertThat(page.content()).doesNotContain("another\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "wide"})
  void fitsEveryScreen(String kind) {
    int width = kind.equals("wide") ? 1600 : 400;
    register("fit-" + kind, "Fit" + kind, "irreversible", Behaviour.echo());
    String a = submit("Fit" + kind, "pumps", "not-for-the-record");
    String b = submit("Fit" + kind, "a much longer question about valves", "not-the-same");
    judge.on("fit-" + kind, Behaviour.fail("AGENT_ERROR"));
    String c = submit("Fit" + kind, "pumps", "not-for-the-record");
    server
        .api()
        .post(
            "/api/v1/executions/" + c + "/replay",
            "{\"payloadPatch\":{\"password\":\"x\"},\"force\":true,\"reason\":\"try\"}");
    Page page =
        page(
            options()
                .setViewportSize(width, 900)
                .setColorScheme(kind.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
    signIn(page);
    List<String> paths =
        List.of(
            "/console/executions?intent=Fit" + kind,
            "/console/executions/" + c,
            "/console/executions/" + c + "/replay",
            "/console/compare?execution=" + a + "&execution=" + b,
            "/console/compare?execution=" + a + "&execution=" + c,
            "/console/compare",
            "/console/drift?intent=Fit" + kind);
    for (int i = 0; i < paths.size(); i++) {
      page.navigate(url(paths.get(i)));
      assertThat((Integer) page.evaluate("document.scrollingElement.scrollWidth"))
          .as(paths.get(i))
          .isLessThanOrEqualTo(width);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(Path.of("target", "screenshots", "understanding-" + kind + i + ".png")));
    }
    assertThat(complaints).isEmpty();
  }

  private static Browser.NewContextOptions options() {
    return new Browser.NewContextOptions().setViewportSize(1600, 1000);
  }

  private Page page(Browser.NewContextOptions options) {
    BrowserContext context = browsers.browser().newContext(options);
    context.setDefaultTimeout(15_000);
    contexts.add(context);
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("status of 4")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private static void signIn(Page page) {
    page.navigate(url("/console/"));
    page.locator("[name='username']").fill("admin");
    page.locator("[name='password']").fill(server.adminPassword());
    button(page, "Sign in").click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Executions");
  }

  private void register(String name, String intent, String sideEffect, Behaviour behaviour) {
    judge.on(name, behaviour);
    ObjectNode json = Json.object();
    json.put("name", name).put("sideEffect", sideEffect);
    json.putArray("capabilities").addObject().putObject("intent").put("name", intent);
    json.putObject("endpoint").put("type", "http").put("address", judge.address(name));
    Api.Reply reply = server.api().post("/api/v1/agents", json);
    assertThat(reply.status()).as("%s", reply).isEqualTo(201);
    agents.add(name);
  }

  private static String submit(String intent, String query, String password) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    ObjectNode payload = body.putObject("payload").put("query", query);
    if (password != null) {
      payload.put("password", password);
    }
    body.putObject("routing").put("strategy", "fallback");
    return server.api().post("/api/v1/intents", body).header("Intentus-Execution-Id");
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
