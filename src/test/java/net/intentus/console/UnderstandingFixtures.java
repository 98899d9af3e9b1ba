package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Violation;
import net.intentus.journal.DriftPage;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.StoredDocument;
import net.intentus.submission.ReplayProspect;

/** The pages that compare, repeat and look for drift, with something on them. */
final class UnderstandingFixtures {
  private static final String OTHER = "0195603e-aaaa-7c3d-8f00-9b3c51d0a2f4";

  private UnderstandingFixtures() {}

  static Related related() {
    return Related.of(
        Fixtures.detail().summary().executionId(),
        OTHER,
        List.of(Fixtures.detail().summary()),
        50,
        Fixtures.NOW);
  }

  static ExecutionRecord record(JsonNode envelope, JsonNode policy) {
    return new ExecutionRecord(
        Fixtures.detail(),
        new StoredDocument(envelope, null),
        new StoredDocument(null, StoredDocument.Absence.NOT_STORED),
        List.of("/payload/credentials/password"),
        OTHER,
        policy);
  }

  static void pages(Map<String, String> pages, Chrome chrome) {
    ObjectNode changed = Fixtures.envelope().deepCopy();
    changed.withObject("/payload").put("query", "<b>valves</b>").remove("limit");
    ExecutionRecord a = record(Fixtures.envelope(), Fixtures.json("{\"policyHash\":\"one\"}"));
    ExecutionRecord b = record(changed, Fixtures.json("{\"policyHash\":\"two\"}"));
    Map<String, Object> compare = new HashMap<>();
    compare.put("chrome", chrome);
    compare.put("first", OTHER);
    compare.put("second", OTHER);
    compare.put("problem", "");
    compare.put("view", CompareView.of(a, b, Fixtures.NOW));
    pages.put("compare", Preview.render("compare", compare));
    compare.put("view", CompareView.of(a, a, Fixtures.NOW));
    pages.put("compare-same", Preview.render("compare", compare));
    compare.put("problem", "There is no execution x.");
    compare.remove("view");
    pages.put("compare-form", Preview.render("compare", compare));
    replay(pages, chrome, a);
    drift(pages, chrome);
  }

  private static void replay(Map<String, String> pages, Chrome chrome, ExecutionRecord record) {
    ReplayView view =
        ReplayView.of(record, new ReplayProspect(null, record.redacted(), List.of("payments")));
    ReplayView wrong =
        view.sent(
            view.values(),
            ReplayView.errors(
                List.of(
                    new Violation("/payload/credentials/password", "was redacted"),
                    new Violation("/routing/targetAgent", "must not be blank"))));
    ReplayView not =
        ReplayView.of(
            record, new ReplayProspect("The execution has not ended.", List.of(), List.of()));
    pages.put("replay", Preview.render("replay", Map.of("chrome", chrome, "view", wrong)));
    pages.put("replay-not", Preview.render("replay", Map.of("chrome", chrome, "view", not)));
  }

  private static void drift(Map<String, String> pages, Chrome chrome) {
    DriftPage.Course newest =
        new DriftPage.Course("sha-256:aa", 3, OTHER, OTHER, Fixtures.NOW.minusSeconds(60));
    DriftPage.Course older =
        new DriftPage.Course("sha-256:bb", 400, OTHER, OTHER, Fixtures.NOW.minusSeconds(600));
    DriftPage page =
        new DriftPage(
            List.of(
                new DriftPage.Group(
                    "acme",
                    new IntentRef("SearchIntent", "1.0"),
                    "sha-256:cc",
                    2,
                    List.of(newest, older))),
            "next",
            50_000,
            Fixtures.NOW.minusSeconds(3_600),
            Fixtures.NOW,
            false);
    pages.put(
        "drift",
        Preview.render(
            "drift", Map.of("chrome", chrome, "view", DriftView.of(page, Map.of(), Fixtures.NOW))));
  }
}
