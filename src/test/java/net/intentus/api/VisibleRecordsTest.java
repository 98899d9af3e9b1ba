package net.intentus.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.StoredDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleRecordsTest {
  private static final ExecutionRecord RECORD =
      new ExecutionRecord(
          new ExecutionDetail(
              new ExecutionSummary(
                  "id",
                  ExecutionStatus.SUCCEEDED,
                  new IntentRef("AnyIntent", "1.0"),
                  Strategy.DIRECT,
                  null,
                  "acme",
                  "key:mine",
                  Instant.EPOCH,
                  null,
                  null,
                  null,
                  0,
                  "trace",
                  "request",
                  List.of(),
                  "hash",
                  null,
                  null,
                  "head",
                  "table",
                  null,
                  0),
              List.of(),
              List.of(),
              null),
          new StoredDocument(null, StoredDocument.Absence.NOT_STORED),
          new StoredDocument(null, StoredDocument.Absence.NOT_STORED),
          List.of(),
          null,
          MissingNode.getInstance());

  @ParameterizedTest
  @CsvSource({
    "key:other, acme, viewer, true",
    "key:other, *, operator, true",
    "key:mine, acme, submitter, true",
    "key:other, acme, submitter, false",
    "key:mine, elsewhere, admin, false",
    "key:mine, elsewhere, submitter, false",
  })
  void showsWhatTheTenantAndTheRoleAllow(
      String subject, String tenant, String role, boolean visible) {
    Caller caller = new Caller(subject, tenant, Set.of(role), null, null);
    assertThat(VisibleRecords.sees(caller, RECORD)).isEqualTo(visible);
  }
}
