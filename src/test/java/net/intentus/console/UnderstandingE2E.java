package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fits;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import net.intentus.intent.Json;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparing, repeating and finding drift in the console, in a real browser. */
class UnderstandingE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @AutoClose private final AgentDesk desk = new AgentDesk(console.api(), judge);

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
    Page page = console.signedIn(script);

    compareFromTheList(page, intent);
    page.navigate("/console/executions/" + older);
    repeatEdited(page, intent, older);
    page.navigate("/console/drift?intent=" + intent);
    assertThat(page.locator(".drift h2")).containsText("2 ways");
    page.getByText("with the one above").click();
    assertThat(page.locator(".verdict")).containsText("They differ in decision");
  }

  private static void compareFromTheList(Page page, String intent) {
    page.navigate("/console/executions?intent=" + intent);
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
    Page page = console.signedIn(true);
    page.navigate("/console/executions/" + id + "/replay");
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
    console
        .api()
        .post(
            "/api/v1/executions/" + c + "/replay",
            "{\"payloadPatch\":{\"password\":\"x\"},\"force\":true,\"reason\":\"try\"}");
    Page page =
        console.signedIn(
            ConsoleBrowser.wide()
                .setViewportSize(width, 900)
                .setColorScheme(kind.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT));
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
      page.navigate(paths.get(i));
      shoot(page, "understanding-" + kind + i);
      fits(page, width);
    }
  }

  private void register(String name, String intent, String sideEffect, Behaviour behaviour) {
    desk.register(desk.draft(name, intent).put("sideEffect", sideEffect), behaviour);
  }

  private static String submit(String intent, String query, String password) {
    ObjectNode body = Json.object();
    body.putObject("intent").put("name", intent);
    ObjectNode payload = body.putObject("payload").put("query", query);
    if (password != null) {
      payload.put("password", password);
    }
    body.putObject("routing").put("strategy", "fallback");
    return console.api().post("/api/v1/intents", body).header("Intentus-Execution-Id");
  }
}
