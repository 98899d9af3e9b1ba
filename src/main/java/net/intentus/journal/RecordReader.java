package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.journal.StoredDocument.Absence;
import org.jspecify.annotations.Nullable;

/**
 * Reads executions for those who work with their payloads: to compare or to repeat them. Runs
 * nothing. Thread-safe. It does not know who asks: callers check the tenant of what they find.
 */
@Singleton
public class RecordReader {
  /** How many repetitions of an execution are named. */
  public static final int MAX_REPLAYS = 50;

  private final ExecutionStore store;
  private final LinkStore links;
  private final JournalWriter writer;

  @Inject
  RecordReader(ExecutionStore store, LinkStore links, JournalWriter writer) {
    this.store = store;
    this.links = links;
    this.writer = writer;
  }

  /** The execution with its payloads; empty when there is none. */
  public Optional<ExecutionRecord> find(String id) {
    writer.catchUp();
    return store.find(id).map(RecordReader::record);
  }

  /** What repeats that execution, newest first, {@link #MAX_REPLAYS} at most. */
  public List<ExecutionSummary> replays(String id) {
    writer.catchUp();
    return links.children(id, MAX_REPLAYS);
  }

  static ExecutionRecord record(StoredExecution stored) {
    List<EventView> events = ExecutionReader.views(stored);
    JsonNode received = last(events, EventType.INTENT_RECEIVED);
    JsonNode end = last(events, EventType.FINAL_RESPONSE);
    List<String> redacted = new ArrayList<>();
    received.path("redactions").forEach(row -> redacted.add(row.path("pointer").asText()));
    ExecutionDetail detail = DetailAssembler.of(stored.summary(), events);
    return new ExecutionRecord(
        detail,
        detail.keptEnvelope() == Kept.DIGEST
            ? StoredDocument.absent(Absence.NOT_STORED) // it is there until the end, for recovery
            : envelope(stored, hash(received, "envelope")),
        response(stored, end),
        redacted,
        received.path("parentExecutionId").textValue(),
        last(events, EventType.POLICY_DECISION));
  }

  private static JsonNode last(List<EventView> events, EventType type) {
    JsonNode found = MissingNode.getInstance();
    for (EventView event : events) {
      if (event.type() == type) {
        found = event.payload();
      }
    }
    return found;
  }

  /**
   * What a document must hash to so that it is whole: an event that tells of a shortened document
   * names the hash of the full one beside that of what is stored.
   */
  static String hash(JsonNode event, String name) {
    JsonNode full = event.path(name + "FullDocumentHash");
    return full.isTextual() ? full.textValue() : event.path(name + "DocumentHash").asText();
  }

  private static StoredDocument envelope(StoredExecution stored, String hash) {
    try {
      StoredPayload payload = stored.payload();
      return held(payload, PayloadPart.ENVELOPE, hash);
    } catch (CorruptBlock e) {
      return StoredDocument.absent(Absence.NOT_AS_RECORDED);
    }
  }

  private static StoredDocument response(StoredExecution stored, JsonNode end) {
    if (end.isMissingNode()) {
      return StoredDocument.absent(Absence.NOT_YET);
    }
    try {
      StoredPayload payload = stored.payload();
      return held(payload, PayloadPart.RESPONSE, hash(end, "response"));
    } catch (CorruptBlock e) {
      return StoredDocument.absent(Absence.NOT_AS_RECORDED);
    }
  }

  private static StoredDocument held(@Nullable StoredPayload payload, PayloadPart part, String hash)
      throws CorruptBlock {
    JsonNode json = payload == null ? null : payload.read(part);
    if (payload == null || json == null) {
      return StoredDocument.absent(Absence.NOT_STORED);
    }
    return Hashes.ofCanonical(CanonicalJson.bytes(json)).equals(hash)
        ? StoredDocument.whole(json, payload.keyId(part))
        : StoredDocument.absent(Absence.NOT_AS_RECORDED);
  }
}
