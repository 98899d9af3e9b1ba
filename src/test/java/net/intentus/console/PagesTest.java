package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Role;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.SweepProgress;
import org.junit.jupiter.api.Test;

class PagesTest {
  private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";

  @Test
  void needsNothingThatThePolicyForbids() {
    Pattern inline =
        Pattern.compile("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    Preview.pages("light")
        .forEach((name, html) -> assertThat(inline.matcher(html).find()).as(name).isFalse());
  }

  @Test
  void givesEveryPageTheLandmarksAndOneHeading() {
    Preview.pages("dark")
        .forEach(
            (name, html) -> {
              assertThat(html).as(name).contains("<main id=\"main\"", "class=\"skip\"", "<header");
              assertThat(html.split("<h1", -1)).as(name).hasSize(2);
              assertThat(html).as(name).contains("<html lang=\"en\" data-theme=\"dark\">");
            });
  }

  @Test
  void putsATokenIntoEveryFormThatChangesSomething() {
    Preview.pages("light")
        .forEach(
            (name, html) -> {
              int forms = html.split("<form[^>]*method=\"post\"", -1).length - 1;
              int tokens = html.split("name=\"_csrf\" value=\"t0ken\"", -1).length - 1;
              assertThat(tokens).as(name).isEqualTo(name.equals("login") ? forms - 1 : forms);
            });
  }

  @Test
  void escapesHostileNames() {
    ExecutionSummary like = Fixtures.detail().summary();
    ExecutionSummary hostile =
        new ExecutionSummary(
            HOSTILE,
            ExecutionStatus.FAILED,
            new IntentRef(HOSTILE, HOSTILE),
            Strategy.DIRECT,
            HOSTILE,
            HOSTILE,
            HOSTILE,
            like.createdAt(),
            null,
            null,
            null,
            1,
            HOSTILE,
            HOSTILE,
            List.of(HOSTILE),
            HOSTILE,
            null,
            null,
            HOSTILE,
            HOSTILE,
            HOSTILE,
            0);
    String html =
        Preview.render(
            "executions",
            Map.of(
                "chrome",
                Preview.chrome(Fixtures.ADMIN, "light", null),
                "view",
                ExecutionsView.of(
                    ExecutionQuery.of(Map.of("agent", List.of(HOSTILE), "q", List.of(HOSTILE))),
                    new ExecutionPage(List.of(hostile), HOSTILE, 1, true, null),
                    Map.of(),
                    Fixtures.NOW)));

    assertThat(html).doesNotContain("<script>alert").doesNotContain("<img").contains("&lt;script");
  }

  @Test
  void saysHowFarASearchCameThatStopped() {
    ExecutionPage stopped =
        new ExecutionPage(List.of(), "abc", 0, false, Fixtures.NOW.minusSeconds(3_600));
    String html =
        Preview.render(
            "executions",
            Map.of(
                "chrome",
                Preview.chrome(Fixtures.ADMIN, "light", null),
                "view",
                ExecutionsView.of(
                    ExecutionQuery.of(Map.of("agent", List.of("nobody"))),
                    stopped,
                    Map.of(),
                    Fixtures.NOW)));

    assertThat(html)
        .contains("none so far", "Searched back to", "1 h ago", "Search further back")
        .contains("agent=nobody&amp;cursor=abc")
        .doesNotContain("Nothing matches", "<table");
  }

  @Test
  void namesTheRecordsThatDidNotHold() {
    String html = Preview.pages("light").get("checked-file");
    assertThat(html)
        .contains("12,345 checked, 1 did not hold.")
        .contains(Url.execution(Fixtures.mismatch().executionId()) + "/verify")
        .contains("hash-chain", "/console/runbooks/record-does-not-verify");
    assertThat(
            SweepView.of(
                    new SweepProgress(true, Fixtures.NOW, null, 5, 0),
                    List.of(),
                    false,
                    Fixtures.NOW)
                .headline())
        .as("how much others record")
        .doesNotContain("5");
  }

  @Test
  void offersOnlyWhatTheUserMayDo() {
    assertThat(agentPage(Fixtures.VIEWER, false))
        .doesNotContain("Save", "Disable", "Delete", "Call it");
    assertThat(agentPage(Fixtures.ADMIN, false))
        .contains("Call it")
        .doesNotContain("Save", "Disable", "Delete");
    assertThat(agentPage(Fixtures.ADMIN, true)).contains("Save", "Disable", "Delete", "Call it");
  }

  private static String agentPage(Caller caller, boolean changeable) {
    AgentRow row = AgentRow.of(Fixtures.agent("a", "n", 1, true), 1, "healthy", null);
    AgentView view =
        new AgentView(
            row,
            AgentForm.empty(),
            changeable,
            false,
            1,
            List.of(),
            Fixtures.circuit(caller.has(Role.OPERATOR)),
            null,
            "SearchIntent",
            "1.0",
            "{}",
            null);
    return Preview.render(
        "agent", Map.of("chrome", Preview.chrome(caller, "light", null), "view", view));
  }

  @Test
  void saysWhatToDoWhereThereIsNothing() {
    assertThat(Preview.pages("light").get("empty"))
        .contains("No executions yet")
        .contains("/api/v1/intents");
  }
}
