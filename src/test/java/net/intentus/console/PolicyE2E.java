package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The policy in the console: read, tried on what is recorded, changed, and taken back. */
class PolicyE2E {
  private static final String ECHO_DENIED =
      "{\n\"default\": \"allow\",\n\"rules\": [\n{\"id\": \"e2e-no-echo\", \"action\": \"deny\","
          + " \"intents\": [\"EchoIntent\"]}\n]\n}";
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  private static int echo() {
    return console.api().post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}").status();
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
    String tag = console.api().get("/api/v1/policy").header("ETag").replace("\"", "");
    Page page = console.signedIn(javaScript);
    link(page, "Policy").click();
    assertThat(page.locator("main")).containsText("Version " + tag);
    shoot(page, "policy");
    refused(page);
    tried(page);
    changed(page);
    takenBack(page, Long.parseLong(tag));
    if (javaScript) {
      fitNarrowAndDark(page, "policy", "policy/edit");
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
    page.navigate("/console/policy/versions/" + (version + 1));
    assertThat(page.locator("[aria-labelledby='changes']")).containsText("rule e2e-no-echo");
    shoot(page, "policy-version");
    page.navigate("/console/policy/versions/" + version);
    page.locator("#reason").fill("settled");
    button(page, "Put version " + version + " in force again").click();
    assertThat(page.locator(".flash")).containsText("in force again");
    assertThat(page.locator("main")).containsText("brought back version " + version);
    assertThat(echo()).isEqualTo(200);
  }
}
