package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static net.intentus.console.PageSteps.button;
import static net.intentus.console.PageSteps.fitNarrowAndDark;
import static net.intentus.console.PageSteps.link;
import static net.intentus.console.PageSteps.shoot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import net.intentus.intent.Hashes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Plans and settings in the console. */
class ReleaseE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  private static ObjectNode live() {
    return (ObjectNode) console.api().get("/api/v1/release").json();
  }

  /** What is live, with another priority of the agent that echoes. */
  private static ObjectNode other() {
    ObjectNode plan = live();
    plan.path("agents")
        .forEach(
            agent -> {
              if (agent.path("name").asText().equals("echo")) {
                ((ObjectNode) agent).put("nodePriority", 77);
              }
            });
    plan.remove("hash");
    return plan.put("hash", Hashes.of(plan));
  }

  @Test
  void comparesPutsInForceAndReadsSettingsAgain() {
    ObjectNode before = live();
    Page page = console.signedIn(true);
    try {
      link(page, "Release").click();
      assertThat(page.locator("main")).containsText(before.path("hash").asText());
      damaged(page, before);
      page.locator("#text").fill(other().toPrettyString());
      button(page, "Compare").click();
      assertThat(page.locator("[aria-labelledby='differences']"))
          .containsText("echo: nodePriority");
      shoot(page, "release");
      button(page, "Put in force").click();
      assertThat(page.locator(".flash")).containsText("is in force");
      assertThat(page.locator("table[aria-labelledby='imports']")).containsText("user:admin");
      button(page, "Read the configuration again").click();
      assertThat(page.locator(".flash")).containsText("0 taken over");
      fitNarrowAndDark(page, "release");
    } finally {
      console.api().post("/api/v1/release/import", before, "If-Match", "*");
    }
  }

  private static void damaged(Page page, ObjectNode plan) {
    page.locator("#text").fill(plan.deepCopy().put("hash", "sha-256:0").toString());
    button(page, "Compare").click();
    assertThat(page.locator("#problems")).containsText("/hash");
    page.locator("#text").fill("{");
    button(page, "Compare").click();
    assertThat(page.locator("#problems")).containsText("one JSON document");
  }
}
