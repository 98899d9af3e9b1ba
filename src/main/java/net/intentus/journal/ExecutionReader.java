package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;

/**
 * The read side of the journal. Thread-safe.
 *
 * <p>It does not know who asks: callers put tenant and subject into the filter and check the tenant
 * of what they find.
 */
@Singleton
public class ExecutionReader {
  private final ExecutionStore store;
  private final ExecutionListStore lists;
  private final JournalWriter writer;

  @Inject
  ExecutionReader(ExecutionStore store, ExecutionListStore lists, JournalWriter writer) {
    this.store = store;
    this.lists = lists;
    this.writer = writer;
  }

  /** The record as far as it is acknowledged. */
  private Optional<StoredExecution> stored(String id) {
    writer.catchUp();
    return store.find(id);
  }

  /**
   * One page, newest first. What it reads is bounded, so that it may be short and yet have a next
   * page; {@link ExecutionPage#searchedTo} says so.
   *
   * @throws IllegalArgumentException when the cursor is none that this method gave
   */
  public ExecutionPage page(ExecutionFilter filter) {
    String cursor = filter.cursor();
    writer.catchUp();
    ExecutionListStore.Found found = lists.page(filter, cursor == null ? null : decode(cursor));
    List<ExecutionSummary> rows = found.rows();
    boolean more = rows.size() > filter.limit();
    List<ExecutionSummary> items = more ? rows.subList(0, filter.limit()) : rows;
    String floor = more ? null : found.floor();
    String next = more ? items.get(items.size() - 1).executionId() : floor;
    ExecutionListStore.Counted count =
        more || cursor != null
            ? lists.count(filter)
            : new ExecutionListStore.Counted(rows.size(), floor == null);
    return new ExecutionPage(
        items,
        next == null ? null : encode(next),
        Math.min(count.rows(), ExecutionListStore.COUNT_LIMIT),
        count.exact(),
        floor == null ? null : DriftReader.time(floor));
  }

  /** The execution without its payloads; empty when there is none. */
  public Optional<ExecutionDetail> find(String id) {
    return stored(id).map(stored -> DetailAssembler.of(stored.summary(), views(stored)));
  }

  /** Its events in order; those behind a damaged block are left out, {@link Verifier} tells. */
  public List<EventView> events(String id) {
    return stored(id).map(ExecutionReader::views).orElse(List.of());
  }

  /**
   * The redacted envelope, with a mark for a payload that is encrypted at rest; empty when it is
   * not stored or cannot be read back.
   */
  public Optional<JsonNode> envelope(String id) {
    return shown(id, PayloadPart.ENVELOPE);
  }

  /** The redacted answer, marked as well; empty while there is none, or when it cannot be read. */
  public Optional<JsonNode> response(String id) {
    return shown(id, PayloadPart.RESPONSE);
  }

  private Optional<JsonNode> shown(String id, PayloadPart part) {
    return stored(id)
        .map(StoredExecution::payload)
        .flatMap(
            payload -> {
              try {
                return Optional.ofNullable(payload.shown(part));
              } catch (CorruptBlock e) {
                return Optional.empty();
              }
            });
  }

  /** What the submitter was answered; empty while there is none, or when it is not kept whole. */
  public Optional<StoredAnswer> answer(String id) {
    return store
        .find(id)
        .flatMap(
            stored ->
                Optional.ofNullable(stored.payload())
                    .flatMap(ExecutionReader::responseOf)
                    .flatMap(response -> StoredAnswer.of(response, views(stored))));
  }

  static Optional<JsonNode> envelopeOf(StoredPayload payload) {
    try {
      return Optional.ofNullable(payload.envelope());
    } catch (CorruptBlock e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> responseOf(StoredPayload payload) {
    try {
      return Optional.ofNullable(payload.response());
    } catch (CorruptBlock e) {
      return Optional.empty();
    }
  }

  static List<EventView> views(StoredExecution stored) {
    List<EventView> views = new ArrayList<>();
    String prev = stored.summary().executionId();
    try {
      for (PackedEvent event : stored.events()) {
        String hash = Hashes.format(event.hash());
        views.add(
            new EventView(
                event.seq(),
                event.type(),
                event.at(),
                Json.readStored(event.payload().getBytes(StandardCharsets.UTF_8)),
                prev,
                hash));
        prev = hash;
      }
    } catch (CorruptBlock | IOException e) {
      return views; // what can still be read is worth showing; verify names the damage
    }
    return views;
  }

  private static String encode(String id) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.US_ASCII));
  }

  private static String decode(String cursor) {
    String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
    if (!UUID.fromString(id).toString().equals(id)) {
      throw new IllegalArgumentException("cursor");
    }
    return id;
  }
}
