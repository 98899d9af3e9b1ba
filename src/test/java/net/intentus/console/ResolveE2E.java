package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fits;
import static net.intentus.console.PageSteps.tryToSignIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.judge.AgentDesk;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an operator decides what nobody knows, in a real browser. */
class ResolveE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void decidesAnUnknownExecutionOnItsPage(boolean script) {
    String agent = script ? "unsure-scripted" : "unsure-plain";
    try (JudgeAgent judge = JudgeAgent.start();
        AgentDesk desk = new AgentDesk(console.api(), judge)) {
      String id = unknown(desk, agent);
      Page page =
          console.open(
              ConsoleBrowser.wide().setJavaScriptEnabled(script).setViewportSize(400, 900));
      page.navigate("/console/executions/" + id);
      tryToSignIn(page, "admin", RunningServer.shared().adminPassword());

      page.navigate("/console/executions/" + id);
      if (script) {
        fits(page, 400);
      }
      page.locator("#resolve select").selectOption("failed");
      page.locator("#resolve textarea").fill("The door is still open.");
      button(page, "Decide").click();

      assertThat(page.locator(".flash")).containsText("is decided");
      assertThat(page.locator("#resolve")).hasCount(0);
      assertThat(page.locator(".verdict-given")).containsText("It was not done");
      assertThat(page.locator(".verdict-given")).containsText("The door is still open.");
      assertThat(page.locator(".verdict-given")).containsText("user:admin");
      assertThat(page.locator(".headline")).containsText("found that its work was not done");
      assertThat(judge.calls(agent)).isEqualTo(1);
    }
  }

  private static String unknown(AgentDesk desk, String agent) {
    ObjectNode draft = desk.draft(agent, agent).put("sideEffect", "irreversible");
    desk.register(draft, Behaviour.hangUp());
    Api.Reply reply =
        console.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"" + agent + "\"}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(502);
    return reply.header("Intentus-Execution-Id");
  }
}
