package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.intentus.JpaDatabase;
import net.intentus.intent.Json;
import net.intentus.journal.StoredDocument.Absence;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What reading for comparison, drift and replay promises, whatever the database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UnderstandingContract {
  @AutoClose private final JpaDatabase database = open();

  abstract JpaDatabase open();

  private void write(Append append) {
    database.inTransaction(
        entities -> {
          new JournalStore(entities).write(List.of(append));
          return null;
        });
  }

  private String ended(String intent, String tenant, ExecutionStatus status) {
    ExecutionLog log = Fixtures.begin(intent, tenant);
    write(Fixtures.append(log, Fixtures.finish(log, status)));
    return log.executionId();
  }

  private ExecutionRecord record(String id) {
    return database.inTransaction(
        entities -> RecordReader.record(new ExecutionStore(entities).find(id).orElseThrow()));
  }

  private void sql(String statement, Object... values) {
    database.inTransaction(
        entities -> {
          var query = entities.createNativeQuery(statement);
          for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
          }
          return query.executeUpdate();
        });
  }

  private DriftPage drift(DriftFilter filter, int maxScan) {
    return database.inTransaction(
        entities ->
            new DriftReader(new DriftStore(entities, maxScan), new JournalWriter()).page(filter));
  }

  private static DriftFilter filter(String tenant, String intent, int limit, String cursor) {
    Instant now = java.time.Clock.systemUTC().instant();
    return new DriftFilter(
        tenant, intent, now.minusSeconds(3_600), now.plusSeconds(60), limit, cursor);
  }

  @Test
  void findsTheSameRequestThatWentDifferently() {
    String first = ended("Drifting", "default", ExecutionStatus.SUCCEEDED);
    String second = ended("Drifting", "default", ExecutionStatus.SUCCEEDED);
    String third = ended("Drifting", "default", ExecutionStatus.FAILED);
    ended("Drifting", "elsewhere", ExecutionStatus.SUCCEEDED);
    ended("Steady", "default", ExecutionStatus.SUCCEEDED);
    ended("Steady", "default", ExecutionStatus.SUCCEEDED);
    ExecutionLog open = Fixtures.begin("Steady", "default");
    write(Fixtures.append(open, null));

    DriftPage page = drift(filter("default", "Drifting", 10, null), 1_000);
    assertThat(page.items()).hasSize(1);
    assertThat(page.scanned()).isEqualTo(3);
    assertThat(page.windowIsComplete()).isTrue();
    DriftPage.Group group = page.items().get(0);
    assertThat(group.kinds()).isEqualTo(2);
    assertThat(group.envelopeHash()).isEqualTo(record(first).summary().envelopeHash());
    assertThat(group.fingerprints())
        .extracting(DriftPage.Course::lastExecutionId)
        .containsExactly(third, second);
    DriftPage.Course often = group.fingerprints().get(1);
    assertThat(often.count()).isEqualTo(2);
    assertThat(often.firstExecutionId()).isEqualTo(first);
    assertThat(often.fingerprint()).isEqualTo(record(first).summary().fingerprint());
    assertThat(drift(filter(null, "Steady", 10, null), 1_000).items()).isEmpty();
    assertThat(drift(filter("elsewhere", "Drifting", 10, null), 1_000).items()).isEmpty();
  }

  @Test
  void pagesThroughDriftWithoutGapsOrRepetitions() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ended("Paged" + i, "paged", ExecutionStatus.SUCCEEDED);
      ended("Paged" + i, "paged", ExecutionStatus.FAILED);
      expected.add(0, "Paged" + i);
    }
    List<String> seen = new ArrayList<>();
    DriftPage page = drift(filter("paged", null, 2, null), 1_000);
    page.items().forEach(group -> seen.add(group.intent().name()));
    ended("Paged4", "paged", ExecutionStatus.FAILED);
    while (page.nextCursor() != null) {
      page = drift(filter("paged", null, 2, page.nextCursor()), 1_000);
      page.items().forEach(group -> seen.add(group.intent().name()));
    }
    assertThat(seen).containsExactlyElementsOf(expected);
    assertThatThrownBy(() -> drift(filter("paged", null, 2, "bm9uZQ"), 1_000))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysHowFarItLookedWhenThereIsTooMuch() {
    for (int i = 0; i < 6; i++) {
      ended("Many", "many", i == 0 ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED);
    }
    DriftPage page = drift(filter("many", null, 10, null), 4);
    assertThat(page.windowIsComplete()).isFalse();
    assertThat(page.scanned()).isEqualTo(4);
    assertThat(page.items()).isEmpty();
    assertThat(page.from()).isAfter(page.to().minusSeconds(3_600));
    assertThat(drift(filter("many", null, 10, null), 1_000).items()).hasSize(1);
  }

  @Test
  void linksAReplayToWhatItRepeatsInTheSameAppend() {
    String parent = ended("Repeated", "default", ExecutionStatus.SUCCEEDED);
    ExecutionLog log = Fixtures.begin("Repeated", new ReplayOf(parent, true, "because"));
    write(Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED)));

    List<ExecutionSummary> children =
        database.inTransaction(entities -> new LinkStore(entities).children(parent, 10));
    assertThat(children)
        .extracting(ExecutionSummary::executionId)
        .containsExactly(log.executionId());
    ExecutionRecord replay = record(log.executionId());
    assertThat(replay.parentExecutionId()).isEqualTo(parent);
    assertThat(record(parent).parentExecutionId()).isNull();
    assertThat(ExecutionDiff.of(record(parent), replay).same()).isTrue();
  }

  @Test
  void keepsTheLinkOfAReplayThatCameThroughTheWriteAheadLog() throws CorruptBlock {
    String parent = ended("Repeated", "default", ExecutionStatus.SUCCEEDED);
    ExecutionLog log = Fixtures.begin("Repeated", new ReplayOf(parent, false, null));
    Append append = Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
    write(AppendCodec.decode(AppendCodec.encode(append)));
    List<ExecutionSummary> children =
        database.inTransaction(entities -> new LinkStore(entities).children(parent, 10));
    assertThat(children)
        .extracting(ExecutionSummary::executionId)
        .containsExactly(log.executionId());
  }

  @Test
  void comparesOnlyWhatIsThereAsItWasRecorded() {
    String whole = ended("Stored", "default", ExecutionStatus.SUCCEEDED);
    String expired = ended("Stored", "default", ExecutionStatus.SUCCEEDED);
    String damaged = ended("Stored", "default", ExecutionStatus.SUCCEEDED);
    ExecutionLog log = Fixtures.begin("Stored", "default");
    write(Fixtures.append(log, null));
    sql("UPDATE execution_payload SET envelope = NULL WHERE execution_id = ?1", expired);
    sql("DELETE FROM execution_payload WHERE execution_id = ?1", log.executionId());
    sql("UPDATE execution_payload SET response = envelope WHERE execution_id = ?1", damaged);

    assertThat(record(expired).envelope().absence()).isEqualTo(Absence.NOT_STORED);
    assertThat(record(damaged).response().absence()).isEqualTo(Absence.NOT_AS_RECORDED);
    assertThat(record(log.executionId()).response().absence()).isEqualTo(Absence.NOT_YET);
    ExecutionDiff diff = ExecutionDiff.of(record(whole), record(expired));
    assertThat(diff.same()).isTrue();
    assertThat(diff.notComparable())
        .containsExactly(
            new ExecutionDiff.NotComparable("envelope", null, Absence.NOT_STORED, true));
    ExecutionDiff open = ExecutionDiff.of(record(whole), record(log.executionId()));
    assertThat(open.same()).isFalse();
    assertThat(open.notComparable()).hasSize(2);
  }

  @Test
  void takesAShortenedDocumentForNoWholeOne() {
    ObjectNode event = Json.object().put("responseDocumentHash", "of what is stored");
    assertThat(RecordReader.hash(event, "response")).isEqualTo("of what is stored");
    event.put("responseFullDocumentHash", "of all of it");
    assertThat(RecordReader.hash(event, "response")).isEqualTo("of all of it");
  }
}
