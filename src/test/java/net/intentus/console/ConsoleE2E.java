package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fits;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static net.intentus.console.PageSteps.tryToSignIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import net.intentus.harness.Api;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does in the console, in a real browser against the real server. */
class ConsoleE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void registersSubmitsFindsAndExplains(boolean script) {
    String kind = script ? "Scripted" : "Plain";
    String intent = kind + "SearchIntent";
    String first = kind + "-a";
    String second = kind + "-b";
    judge.on(first, Behaviour.fail("AGENT_ERROR")).on(second, Behaviour.echo());

    Page page = console.signedIn(script);
    register(page, first, intent);
    register(page, second, intent);
    Api.Reply reply = submit(intent);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);

    find(page, intent);
    explain(page, first, second);
    tryOut(page, second);
    signOut(page);
    assertThat(console.complaints()).isEmpty();
  }

  private void find(Page page, String intent) {
    page.navigate("/console/");
    page.locator("#query").fill("intent:" + intent + " status:succeeded");
    button(page, "Search").click();
    assertThat(page.url()).contains("status=succeeded").contains("intent=" + intent);
    assertThat(page.locator(".chips")).containsText("Intent: " + intent);
    assertThat(page.locator("tbody tr")).hasCount(1);
    page.locator("tbody tr a").first().click();
  }

  private void explain(Page page, String first, String second) {
    assertThat(page.locator(".headline"))
        .containsText(second + " succeeded after " + first + " failed (AGENT_ERROR)");
    assertThat(page.locator(".candidates li")).hasCount(2);
    assertThat(page.locator(".waterfall svg desc")).containsText("Attempt 2, " + second);
    link(page, "Events").click();
    assertThat(page.locator(".events li").last()).containsText("FINAL_RESPONSE");
    link(page, "Envelope").click();
    assertThat(page.locator("[id='/payload/password'] .redacted")).containsText("field:password");
    assertThat(page.content()).doesNotContain("not-for-the-record");
    link(page, "Response").click();
    assertThat(page.locator("[data-json]")).containsText("pumps");
    page.getByLabel("This execution").getByText("Verify").click();
    assertThat(page.locator(".verdict")).containsText("The record is intact");
  }

  private void tryOut(Page page, String agent) {
    link(page, "Agents").click();
    page.locator("tbody").getByText(agent, new Locator.GetByTextOptions().setExact(true)).click();
    int before = judge.calls(agent);
    page.locator("#test textarea").fill("{\"query\":\"valves\"}");
    button(page, "Call it").click();
    assertThat(page.locator(".result")).containsText("The agent answered.");
    assertThat(page.locator(".result")).containsText("valves");
    assertThat(judge.calls(agent)).isEqualTo(before + 1);
    button(page, "Hold the circuit open").click();
    assertThat(page.locator(".flash")).containsText("is not called until");
    assertThat(page.locator("#circuit")).containsText("Held open");
    button(page, "Close the circuit").click();
    assertThat(page.locator("#circuit")).containsText("Circuit closed");
    button(page, "Disable").click();
    assertThat(page.locator(".flash")).containsText("is disabled");
    link(page, "Delete…").click();
    button(page, "Delete " + agent).click();
    assertThat(page.locator(".flash")).containsText(agent + " is deleted");
  }

  @Test
  void keepsWhatWasTypedAndSaysWhatIsWrongWhereItIsWrong() {
    Page page = console.signedIn(true);
    page.navigate("/console/register");
    page.locator("[name='name']").fill("not/a/name");
    page.locator("[name='endpoint.address']").fill("http://192.0.2.1:1/");
    page.locator("[name='intent']").fill("SomeIntent");
    page.locator("[name='nodePriority']").fill("7");
    button(page, "Register").last().click();

    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Nothing is saved yet");
    assertThat(page.locator("[name='name']")).hasAttribute("aria-invalid", "true");
    assertThat(page.locator("[name='name']")).hasValue("not/a/name");
    assertThat(page.locator("[name='nodePriority']")).hasValue("7");
    button(page, "Another capability").click();
    assertThat(page.locator("[name='intent']")).hasCount(2);
    assertThat(page.locator("[name='intent']").first()).hasValue("SomeIntent");
  }

  @Test
  void tellsNobodyWhetherAUserExists() {
    Page page = console.open(ConsoleBrowser.wide());
    page.navigate("/console/agents");
    assertThat(page.url()).contains("/console/login");
    for (String name : List.of("admin", "nobody")) {
      tryToSignIn(page, name, "wrong");
      assertThat(page.getByRole(AriaRole.ALERT))
          .hasText("That did not work. Check the name and the password.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void fitsANarrowScreenInBothThemes(String theme) {
    judge.on("narrow-agent", Behaviour.succeed());
    Page page = console.signedIn(ConsoleBrowser.wide().setViewportSize(400, 900));
    page.locator(".menu summary").click();
    button(page, theme.equals("dark") ? "Dark" : "Light").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", theme);
    String ground = (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
    assertThat(ground.equals("rgb(16, 20, 25)")).as(ground).isEqualTo(theme.equals("dark"));
    if (theme.equals("light")) {
      register(page, "narrow-agent", "NarrowIntent");
      submit("NarrowIntent");
    }
    List<String> paths = new ArrayList<>(List.of("/console/executions?intent=NarrowIntent"));
    page.navigate(paths.get(0));
    String execution = page.locator("tbody tr a").first().getAttribute("href");
    for (String tab : List.of("", "/events", "/envelope", "/response", "/verify")) {
      paths.add(execution + tab);
    }
    paths.addAll(
        List.of(
            "/console/agents",
            "/console/agents/narrow-agent",
            "/console/agents/narrow-agent/delete",
            "/console/register",
            "/console/runbooks",
            "/console/runbooks/agent-timeout",
            "/console/nothing-here"));
    for (int i = 0; i < paths.size(); i++) {
      page.navigate(paths.get(i));
      shoot(page, "narrow-" + theme + "-" + i);
      fits(page, 400);
    }
  }

  @Test
  void canBeDrivenFromTheKeyboard() {
    judge.on("keys-agent", Behaviour.succeed());
    Page page = console.signedIn(true);
    register(page, "keys-agent", "KeysIntent");
    submit("KeysIntent");
    submit("KeysIntent");
    page.navigate("/console/executions?intent=KeysIntent");
    String newest = page.locator("tbody tr a").first().getAttribute("href");
    page.keyboard().press("/");
    assertThat(page.locator("#query")).isFocused();
    page.locator("h1").click();
    page.keyboard().press("j");
    page.keyboard().press("j");
    page.keyboard().press("k");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(newest);
    page.keyboard().press("]");
    assertThat(page).not().hasURL(newest);
    page.waitForLoadState();
    page.keyboard().press("?");
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("next, previous row");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
    page.keyboard().press("g");
    page.keyboard().press("a");
    assertThat(page).hasURL("/console/agents");
    assertThat(console.complaints()).isEmpty();
  }

  private static void signOut(Page page) {
    page.locator(".menu summary").click();
    button(page, "Sign out").click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Sign in");
    page.navigate("/console/executions");
    assertThat(page.url()).contains("/console/login");
  }

  private static void register(Page page, String name, String intent) {
    page.navigate("/console/agents");
    link(page, "Register an agent").first().click();
    page.locator("[name='name']").fill(name);
    page.locator("[name='endpoint.address']").fill(judge.address(name));
    page.locator("[name='sideEffect'][value='read_only']").check();
    page.locator("[name='intent']").fill(intent);
    button(page, "Register").last().click();
    assertThat(page.locator(".flash")).containsText("Agent " + name + " is registered");
  }

  private static Api.Reply submit(String intent) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    body.putObject("payload").put("query", "pumps").put("password", "not-for-the-record");
    body.putObject("routing").put("strategy", "fallback");
    return console.api().post("/api/v1/intents", body);
  }
}
