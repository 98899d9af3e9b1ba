package net.intentus.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.intentus.intent.Violation;
import org.junit.jupiter.api.Test;

class UnderstandingPagesTest {
  private static final Map<String, String> PAGES = Preview.pages("light");

  @Test
  void showsOnlyWhatDiffersAndNeverAsMarkup() {
    assertThat(PAGES.get("compare"))
        .contains("/payload/query", "/payload/limit", "&lt;b&gt;valves", "They differ in request.")
        .contains("The responses cannot be compared by field")
        .doesNotContain("<b>valves", "/payload/exact");
    assertThat(PAGES.get("compare-same"))
        .contains("The same request, decision and answer.")
        .doesNotContain("Differences in the");
    assertThat(PAGES.get("compare-form")).contains("There is no execution x.");
  }

  @Test
  void leadsFromAnExecutionToItsRelatives() {
    assertThat(PAGES.get("execution-decision"))
        .contains("/replay", "Compare with…", "Repeats", "Repeated by");
    String viewer =
        Preview.render(
            "execution",
            Map.of(
                "chrome",
                Preview.chrome(Fixtures.VIEWER, "light", null),
                "view",
                ExecutionView.of(Fixtures.detail(), null, "decision", Fixtures.NOW),
                "related",
                UnderstandingFixtures.related()));
    assertThat(viewer).contains("Compare with…").doesNotContain("/replay");
  }

  @Test
  void saysWhatAReplayTakesAndWhatIsWrongWithIt() {
    assertThat(PAGES.get("replay"))
        .contains("/credentials/password was redacted", "Call again what cannot be undone")
        .contains("must not be blank", "payments");
    assertThat(PAGES.get("replay-not"))
        .contains("The execution has not ended.")
        .doesNotContain("<textarea");
  }

  @Test
  void putsEachViolationAtItsField() {
    assertThat(
            ReplayView.errors(
                List.of(
                    new Violation("/routing/fallbackAgents/1", "must be a string"),
                    new Violation("/payload/a", "was redacted"),
                    new Violation("/context/x", "odd"))))
        .containsOnlyKeys("fallbackAgents", "payload", "");
  }

  @Test
  void comparesTheWaysADriftingRequestWent() {
    assertThat(PAGES.get("drift"))
        .contains("2 ways", "/console/compare?execution=", "as many as one report looks at")
        .contains("Look further back", "Next");
  }
}
