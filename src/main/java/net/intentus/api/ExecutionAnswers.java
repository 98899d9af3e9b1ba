package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.RecordReader;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;
import net.intentus.submission.Replays;

/** The detail of one execution, put together from the rooms that know of it. Thread-safe. */
@Singleton
class ExecutionAnswers {
  private final VisibleRecords records;
  private final RecordReader repeats;
  private final Replays replays;
  private final Verifier verifier;

  @Inject
  ExecutionAnswers(
      VisibleRecords records, RecordReader repeats, Replays replays, Verifier verifier) {
    this.records = records;
    this.repeats = repeats;
    this.replays = replays;
    this.verifier = verifier;
  }

  /**
   * The document of {@code GET /executions/{id}}.
   *
   * @throws ProblemException 404 when there is none that the caller may see
   */
  ObjectNode detail(String id, HttpServletRequest request) {
    ExecutionRecord record = records.require(id, request);
    ObjectNode json =
        ReplayDocuments.add(
            ExecutionDocuments.detail(record.detail()),
            record.parentExecutionId(),
            replays.prospect(record, CallerContext.require(request)),
            repeats.replays(id));
    json.set("verification", ExecutionDocuments.verification(verifier.states(List.of(id)).get(id)));
    return json;
  }
}
