package net.intentus.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import net.intentus.harness.Api;
import net.intentus.harness.PostgresServer;
import net.intentus.harness.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ready-made views of the list of executions, each a link that can be sent to a colleague. */
class ViewsE2E {
  @RegisterExtension static final ConsoleBrowser console = new ConsoleBrowser();

  @Test
  void findsWhatFellBackAndWhatDoesNotHold() {
    PostgresServer.Database database = PostgresServer.shared().newDatabase();
    RunningServer.Options options =
        RunningServer.Options.fresh().on(database).with("INTENTUS_DEMO_ENABLED", "true");
    try (RunningServer server = RunningServer.start(options)) {
      String good = submit(server, "EchoIntent", "direct");
      String bad = submit(server, "EchoIntent", "direct");
      String fell = submit(server, "RelayIntent", "fallback");
      tamper(database, bad);
      Sweeps.round(server.api()); // may be the one that a new server begins by itself
      Sweeps.round(server.api());

      Page page = console.signedIn(server, ConsoleBrowser.wide());
      assertThat(rows(page)).hasCount(3);
      view(page, "Fell back");
      assertThat(rows(page)).hasCount(1);
      assertThat(page.locator("[data-row$='" + fell + "']")).isVisible();
      view(page, "Hash mismatch");
      assertThat(rows(page)).hasCount(1);
      assertThat(page.locator("[data-row$='" + bad + "']")).containsText("Mismatch");
      assertThat(page.locator("[data-row$='" + good + "']")).hasCount(0);
      assertThat(page.locator(".chips")).containsText("Hash mismatch");
      assertThat(page.url()).endsWith("?is=mismatch");
      view(page, "Failed");
      assertThat(page.locator("#main")).containsText("Nothing matches");
      assertThat(page.url()).endsWith("?status=failed");
      view(page, "Unknown");
      assertThat(page.url()).endsWith("?status=unknown");
      view(page, "All");
      page.locator("#query").fill("is:fell-back");
      page.locator("#query").press("Enter");
      assertThat(page.locator("[data-row$='" + fell + "']")).isVisible();
      assertThat(page.url()).contains("is=fell-back");
    }
  }

  private static Locator rows(Page page) {
    return page.locator("[data-row]");
  }

  private static void view(Page page, String name) {
    page.locator("nav.views").getByText(name).click();
    assertThat(page.locator("nav.views [aria-current='true']")).hasText(name);
  }

  private static String submit(RunningServer server, String intent, String strategy) {
    Api.Reply reply =
        server
            .api()
            .post(
                "/api/v1/intents",
                "{\"intent\":{\"name\":\"%s\"},\"routing\":{\"strategy\":\"%s\"}}"
                    .formatted(intent, strategy));
    assertThat(reply.status()).as("%s", reply).isEqualTo(200);
    return reply.header("Intentus-Execution-Id");
  }

  private static void tamper(PostgresServer.Database database, String id) {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        PreparedStatement change =
            connection.prepareStatement("UPDATE execution SET subject = 'other' WHERE id = ?")) {
      change.setString(1, id);
      assertThat(change.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
