package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Retention and legal holds in the console. */
class RetentionE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  @Test
  void countsAndHoldsAndReleases() {
    String id =
        console
            .api()
            .post("/api/v1/intents", "{\"intent\":{\"name\":\"EchoIntent\"}}")
            .header("Intentus-Execution-Id");
    Page page = console.signedIn(true);
    hold(page, id);
    retention(page, id);
    page.navigate("/console/executions/" + id + "/hold");
    button(page, "Release the hold").click();
    assertThat(page.locator(".flash")).containsText("is released");
    fitNarrowAndDark(page, "retention");
  }

  private static void hold(Page page, String id) {
    page.navigate("/console/executions/" + id);
    link(page, "Hold").click();
    page.locator("#reason").fill("claim 17");
    button(page, "Put under hold").click();
    assertThat(page.locator(".flash")).containsText("is held");
    assertThat(page.locator("main")).containsText("claim 17");
    shoot(page, "hold");
  }

  private static void retention(Page page, String id) {
    link(page, "Retention").click();
    assertThat(page.locator("main")).containsText("claim 17");
    assertThat(page.locator("main")).containsText("journal_block");
    button(page, "Dry run").click();
    assertThat(page.locator(".flash")).containsText("dry run");
    assertThat(page.locator("[aria-labelledby='runs']")).containsText("Dry run");
    shoot(page, "retention");
    link(page, "Run now").click();
    assertThat(page.getByRole(AriaRole.HEADING).first()).hasText("Delete what has expired?");
    link(page, "Keep it").click();
    link(page, id).click();
    assertThat(page.url()).endsWith("/hold");
  }
}
