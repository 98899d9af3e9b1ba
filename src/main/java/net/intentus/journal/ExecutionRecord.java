package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution with its payloads, each held against the hash in the journal.
 *
 * @param redacted where in the envelope values were replaced (RFC 6901), in document order
 * @param parentExecutionId what it repeats, or null
 * @param policy the payload of {@code POLICY_DECISION}; missing when there is none
 */
public record ExecutionRecord(
    ExecutionDetail detail,
    StoredDocument envelope,
    StoredDocument response,
    List<String> redacted,
    @Nullable String parentExecutionId,
    JsonNode policy) {
  public ExecutionRecord {
    redacted = List.copyOf(redacted);
  }

  /** Its row. */
  public ExecutionSummary summary() {
    return detail.summary();
  }
}
