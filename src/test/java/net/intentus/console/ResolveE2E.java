package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import net.intentus.harness.Api;
import net.intentus.harness.RunningServer;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an operator decides what nobody knows, in a real browser. */
class ResolveE2E {

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void decidesAnUnknownExecutionOnItsPage(boolean script) {
    RunningServer server = RunningServer.shared();
    String agent = script ? "unsure-scripted" : "unsure-plain";
    try (Browsers browsers = Browsers.start();
        JudgeAgent judge = JudgeAgent.start();
        BrowserContext context =
            browsers
                .browser()
                .newContext(
                    new Browser.NewContextOptions()
                        .setJavaScriptEnabled(script)
                        .setViewportSize(400, 900))) {
      String id = unknown(server, judge, agent);
      Page page = context.newPage();
      page.navigate(server.base().resolve("/console/executions/" + id).toString());
      page.locator("[name='username']").fill("admin");
      page.locator("[name='password']").fill(server.adminPassword());
      page.getByRole(AriaRole.BUTTON, name("Sign in")).click();

      page.navigate(server.base().resolve("/console/executions/" + id).toString());
      if (script) {
        assertThat((Integer) page.evaluate("document.scrollingElement.scrollWidth"))
            .isLessThanOrEqualTo(400);
      }
      page.locator("#resolve select").selectOption("failed");
      page.locator("#resolve textarea").fill("The door is still open.");
      page.getByRole(AriaRole.BUTTON, name("Decide")).click();

      assertThat(page.locator(".flash")).containsText("is decided");
      assertThat(page.locator("#resolve")).hasCount(0);
      assertThat(page.locator(".verdict-given")).containsText("It was not done");
      assertThat(page.locator(".verdict-given")).containsText("The door is still open.");
      assertThat(page.locator(".verdict-given")).containsText("user:admin");
      assertThat(page.locator(".headline")).containsText("found that its work was not done");
      assertThat(judge.calls(agent)).isEqualTo(1);
      server.api().delete("/api/v1/agents/" + agent, "If-Match", "*");
    }
  }

  private static String unknown(RunningServer server, JudgeAgent judge, String agent) {
    judge.on(agent, Behaviour.hangUp());
    ObjectNode draft = Json.object();
    draft.put("name", agent).put("sideEffect", "irreversible");
    draft.putArray("capabilities").addObject().putObject("intent").put("name", agent);
    draft.putObject("endpoint").put("type", "http").put("address", judge.address(agent));
    Api.Reply registered = server.api().post("/api/v1/agents", draft);
    assertThat(registered.status()).as("%s", registered).isEqualTo(201);
    Api.Reply reply =
        server.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"" + agent + "\"}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(502);
    return reply.header("Intentus-Execution-Id");
  }

  private static Page.GetByRoleOptions name(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
