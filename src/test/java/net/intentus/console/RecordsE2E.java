package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import net.intentus.harness.Api;
import net.intentus.harness.Eventually;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Seeing in the console that a record holds, taking it away, and checking what comes back. */
class RecordsE2E {
  private static Browsers browsers;
  private static RunningServer server;

  @BeforeAll
  static void start() {
    browsers = Browsers.start();
    server = RunningServer.shared();
  }

  @AfterAll
  static void stop() {
    if (browsers != null) {
      browsers.close();
    }
  }

  private static String submit() {
    Api.Reply reply =
        server
            .api()
            .post(
                "/api/v1/intents",
                "{\"intent\":{\"name\":\"EchoIntent\"},\"payload\":{\"tank\":\"north\"}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.header("Intentus-Execution-Id");
  }

  private static Page signedIn(BrowserContext context) {
    Page page = context.newPage();
    page.navigate(server.base().resolve("/console/login").toString());
    page.locator("[name='username']").fill("admin");
    page.locator("[name='password']").fill(server.adminPassword());
    page.locator("main form button").first().click();
    return page;
  }

  @Test
  void showsWhatTheSweepFoundAndExportsTheRecord() throws IOException {
    sweep(); // the first round, which a new server begins by itself, is over then
    String id = submit();
    try (BrowserContext context = browsers.browser().newContext(new Browser.NewContextOptions())) {
      Page page = signedIn(context);
      String path = server.base().resolve("/console/executions").toString();
      page.navigate(path);
      assertThat(page.locator("thead")).containsText("Record");
      assertThat(page.locator("[data-row$='" + id + "']")).containsText("Not checked yet");
      sweep();
      page.navigate(path);
      assertThat(page.locator("[data-row$='" + id + "']")).containsText("Holds");
      page.navigate(path + "/" + id + "/verify");
      assertThat(page.locator(".glance")).containsText("Holds");
      Download download = page.waitForDownload(() -> page.getByText("Export the record").click());
      assertThat(download.suggestedFilename()).isEqualTo("execution-" + id + ".json");
      check(page, download.path());
    }
  }

  private static void check(Page page, Path file) throws IOException {
    page.locator("header nav").getByText("Verify").click();
    assertThat(page.locator("#main")).containsText("The last round of checks ended");
    page.locator("input[type='file']").setInputFiles(file);
    assertThat(page.locator("#document")).not().hasValue("");
    page.locator("main form button").click();
    assertThat(page.locator(".verdict")).containsText("The record is intact");
    String tampered = Files.readString(file).replace("north", "south");
    page.locator("#document").fill(tampered);
    page.locator("main form button").click();
    assertThat(page.locator(".verdict")).containsText("does not hold");
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("envelope-hash")))
        .containsText("Failed");
  }

  @Test
  void checksAPastedFileWithoutJavaScript() {
    String id = submit();
    String export = server.api().get("/api/v1/executions/" + id + "/export").body();
    try (BrowserContext context =
        browsers
            .browser()
            .newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page page = signedIn(context);
      page.navigate(server.base().resolve("/console/verify").toString());
      page.locator("#document").fill(export);
      page.locator("main form button").click();
      assertThat(page.locator(".verdict")).containsText("The record is intact");
      page.locator("#document").fill("{}");
      page.locator("main form button").click();
      assertThat(page.locator("[role='alert']")).containsText("no exported execution");
    }
  }

  private static void sweep() {
    assertThat(server.api().post("/api/v1/verification/sweep", "{}").status()).isEqualTo(202);
    Eventually.isTrue(
        "the round ends",
        Duration.ofSeconds(60),
        () ->
            server.api().get("/api/v1/verification").json().path("state").asText().equals("idle"));
  }
}
