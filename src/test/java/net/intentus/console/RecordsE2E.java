package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.intentus.harness.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Seeing in the console that a record holds, taking it away, and checking what comes back. */
class RecordsE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  private static String submit() {
    Api.Reply reply =
        console
            .api()
            .post(
                "/api/v1/intents",
                "{\"intent\":{\"name\":\"EchoIntent\"},\"payload\":{\"tank\":\"north\"}}");
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.header("Intentus-Execution-Id");
  }

  @Test
  void showsWhatTheSweepFoundAndExportsTheRecord() throws IOException {
    Sweeps.round(
        console.api()); // the first round, which a new server begins by itself, is over then
    String id = submit();
    Page page = console.signedIn(true);
    String path = "/console/executions";
    page.navigate(path);
    assertThat(page.locator("thead")).containsText("Record");
    assertThat(page.locator("[data-row$='" + id + "']")).containsText("Not checked yet");
    Sweeps.round(console.api());
    page.navigate(path);
    assertThat(page.locator("[data-row$='" + id + "']")).containsText("Holds");
    page.navigate(path + "/" + id + "/verify");
    assertThat(page.locator(".glance")).containsText("Holds");
    Download download = page.waitForDownload(() -> page.getByText("Export the record").click());
    assertThat(download.suggestedFilename()).isEqualTo("execution-" + id + ".json");
    check(page, download.path());
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
    String export = console.api().get("/api/v1/executions/" + id + "/export").body();
    Page page = console.signedIn(false);
    page.navigate("/console/verify");
    page.locator("#document").fill(export);
    page.locator("main form button").click();
    assertThat(page.locator(".verdict")).containsText("The record is intact");
    page.locator("#document").fill("{}");
    page.locator("main form button").click();
    assertThat(page.locator("[role='alert']")).containsText("no exported execution");
  }
}
