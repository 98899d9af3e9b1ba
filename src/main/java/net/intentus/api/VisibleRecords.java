package net.intentus.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Role;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.RecordReader;
import net.intentus.security.CallerContext;

/** Executions with their payloads, as far as the caller may see them. Thread-safe. */
@Singleton
class VisibleRecords {
  private final RecordReader reader;

  @Inject
  VisibleRecords(RecordReader reader) {
    this.reader = reader;
  }

  /**
   * The execution.
   *
   * @throws ProblemException 404 when there is none that the caller may see
   */
  ExecutionRecord require(String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    return reader
        .find(id)
        .filter(record -> sees(caller, record))
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.NOT_FOUND, "There is no such execution, or it is not stored."));
  }

  /** Viewers see their tenant's executions, submitters those of their own credential. */
  static boolean sees(Caller caller, ExecutionRecord record) {
    return caller.sees(record.summary().tenant())
        && (caller.has(Role.VIEWER) || record.summary().subject().equals(caller.subject()));
  }
}
