package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import net.intentus.intent.Json;
import net.intentus.judge.Behaviour;
import net.intentus.judge.JudgeAgent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards in the console: registered, refused, shown, changed and taken away. */
class GuardsE2E {
  private static final String INTENT = "GuardedIntent";
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();
  @AutoClose private static final JudgeAgent judge = JudgeAgent.start();

  @ParameterizedTest(name = "JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void anAgentsGuardsAreSetShownChangedAndTakenAway(boolean script) {
    String name = script ? "guarded-scripted" : "guarded-plain";
    judge.on(name, Behaviour.hang());
    Page page = console.signedIn(script);
    try {
      register(page, name);
      guards(name);
      change(page, name);
      if (script) {
        fitNarrowAndDark(page, "register", "agents/" + name);
      }
    } finally {
      console.api().delete("/api/v1/agents/" + name, "If-Match", "*");
    }
  }

  private static void register(Page page, String name) {
    page.navigate("/console/register");
    page.locator("[name='name']").fill(name);
    page.locator("[name='endpoint.address']").fill(judge.address(name));
    page.locator("[name='intent']").fill(INTENT);
    guard(page, "timeoutMs", "soon");
    guard(page, "maxQueued", "2");
    guard(page, "retry.maxRetries", "1");
    guard(page, "circuitBreaker.failureRatio", "1.5");
    button(page, "Register").last().click();
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
    button(page, "Register").last().click();
    assertThat(page.locator(".flash")).containsText(name);
  }

  /** What was typed is what the API says, and what calls are held to. */
  private static void guards(String name) {
    JsonNode guard = console.api().get("/api/v1/agents/" + name).json().path("guard");
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
    assertThat(console.api().post("/api/v1/intents", body).status()).isEqualTo(504);
    assertThat(judge.calls(name)).as("one retry").isEqualTo(before + 2);
  }

  private static void change(Page page, String name) {
    page.navigate("/console/agents/" + name);
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
    JsonNode guard = console.api().get("/api/v1/agents/" + name).json().path("guard");
    assertThat(guard.has("retry")).isFalse();
    assertThat(guard.path("timeoutMs").asInt()).isEqualTo(1_300);
    assertThat(guard.at("/circuitBreaker/delayMs").asInt()).isEqualTo(1_500);
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
}
