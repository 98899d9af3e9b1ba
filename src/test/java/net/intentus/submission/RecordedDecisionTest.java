package net.intentus.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.StoredDocument;
import net.intentus.policy.PolicyDocument;
import net.intentus.routing.RouterLimits;
import org.junit.jupiter.api.Test;

class RecordedDecisionTest {
  private static final String ENVELOPE =
      "{'version':'1.0','intent':{'name':'Pay','version':'1.0'},'payload':{'q':'pumps',"
          + "'pin':{'$redacted':'field:pin','digest':'x'}},'routing':{'strategy':'direct'}}";
  private static final String JUDGED =
      "{'roles':['clerk'],'candidates':[{'agent':'a','action':'allow','ruleId':null},"
          + "{'agent':'b','action':'rate_limit','ruleId':'busy'}]}";

  private static JsonNode json(String text) {
    return Json.trusted(text.replace('\'', '"'));
  }

  private static ExecutionRecord record(String judged, String envelope) {
    ExecutionSummary summary =
        new ExecutionSummary(
            "e1",
            ExecutionStatus.SUCCEEDED,
            new IntentRef("Pay", "1.0"),
            Strategy.DIRECT,
            "a",
            "acme",
            "key:k",
            Instant.EPOCH,
            null,
            null,
            null,
            1,
            "t",
            "r",
            List.of(),
            "h",
            null,
            null,
            "h",
            "h",
            null,
            1);
    StoredDocument none = new StoredDocument(null, StoredDocument.Absence.NOT_STORED);
    return new ExecutionRecord(
        new ExecutionDetail(summary, List.of(), List.of(), null),
        envelope == null ? none : new StoredDocument(json(envelope), null),
        none,
        List.of("/payload/pin"),
        null,
        (ObjectNode) json(judged));
  }

  private final List<DryRunReport.Change> changes = new ArrayList<>();
  private final List<DryRunReport.Untold> untold = new ArrayList<>();

  private void judge(ExecutionRecord record, String rules) {
    PolicyDocument policy = PolicyDocument.lenient(json("{'rules':[" + rules + "]}"));
    new RecordedDecision(record).under(policy, new RouterLimits(true, 32)).addTo(changes, untold);
  }

  @Test
  void saysNothingWhenTheSameWouldBeDecided() {
    judge(record(JUDGED, ENVELOPE), "{'id':'x','action':'deny','tenants':['other']}");
    assertThat(changes).isEmpty();
    assertThat(untold).isEmpty();
  }

  @Test
  void saysWhoWouldBeJudgedDifferentlyAndWhoCalled() {
    judge(record(JUDGED, ENVELOPE), "{'id':'x','action':'deny','agents':['a'],'roles':['clerk']}");
    assertThat(changes)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.candidates())
                  .containsExactly(new DryRunReport.Judged("a", "allow", null, "deny", "x"));
              assertThat(change.before()).isEqualTo("a");
              assertThat(change.after()).isEqualTo("b");
            });
  }

  @Test
  void saysThatNobodyWouldBeLeft() {
    judge(record(JUDGED, ENVELOPE), "{'id':'x','action':'deny','payload_regex':{'q':'pump'}}");
    assertThat(changes.get(0).after()).isEqualTo("POLICY_DENIED");
  }

  @Test
  void doesNotGuessWhatWasRedactedOrIsNotStored() {
    judge(record(JUDGED, ENVELOPE), "{'id':'x','action':'deny','payload_regex':{'pin':'1'}}");
    judge(record(JUDGED, null), "{'id':'x','action':'deny','payload_regex':{'q':'pump'}}");
    assertThat(changes).isEmpty();
    assertThat(untold)
        .extracting(DryRunReport.Untold::missing)
        .containsExactly(java.util.Set.of("/payload/pin"), java.util.Set.of("/payload/q"));
  }

  @Test
  void doesNotGuessRolesOfOlderRecords() {
    String older = "{'candidates':[{'agent':'a','action':'allow','ruleId':null}]}";
    judge(record(older, ENVELOPE), "{'id':'x','action':'deny','roles':['clerk']}");
    assertThat(untold.get(0).missing()).containsExactly("roles");
  }

  @Test
  void tellsTheJudgementAlsoWhenTheRequestIsNotStored() {
    judge(record(JUDGED, null), "{'id':'x','action':'deny','agents':['a']}");
    assertThat(changes.get(0).before()).isNull();
    assertThat(changes.get(0).candidates()).hasSize(1);
  }
}
