package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.intentus.intent.Hashes;
import net.intentus.privacy.KeySignature;
import org.jspecify.annotations.Nullable;

/**
 * A record laid open for checking, whether it comes from the database or from an exported file.
 *
 * @param row what the row says, or its copy in the file
 * @param lastSeq the number of the last event, as the row says
 * @param events what could be read, in order
 * @param gap where reading the events ended early, or null
 * @param looseLink the first event that names another predecessor than it has, or null; a file
 *     repeats the predecessor's hash, the database does not
 * @param seals where a durable append ended, with its signature if it has one
 */
record Evidence(
    ExecutionSummary row,
    int lastSeq,
    List<PackedEvent> events,
    @Nullable Gap gap,
    @Nullable Integer looseLink,
    Content envelope,
    Content response,
    List<Seal> seals) {

  Evidence {
    events = List.copyOf(events);
    seals = List.copyOf(seals);
  }

  /** Why the events cannot be read on. */
  record Gap(int seq, String detail) {}

  /** The end of an append. */
  record Seal(int seq, @Nullable KeySignature signature) {}

  /**
   * An envelope or an answer.
   *
   * @param document null when it is not stored or cannot be read
   * @param hash of the document, or null without one
   * @param readable false when it is stored and cannot be read
   */
  record Content(@Nullable JsonNode document, @Nullable String hash, boolean readable) {
    static final Content ABSENT = new Content(null, null, true);
    static final Content DAMAGED = new Content(null, null, false);

    /** What is not canonical JSON at all, such as a number too large, is damaged. */
    static Content of(@Nullable JsonNode document) {
      try {
        return document == null ? ABSENT : new Content(document, Hashes.of(document), true);
      } catch (IllegalArgumentException e) {
        return DAMAGED;
      }
    }
  }

  /** Reads what the database holds. */
  static Evidence of(StoredExecution stored) {
    List<PackedEvent> events = new ArrayList<>();
    List<Seal> seals = new ArrayList<>();
    Gap gap = read(stored.blocks(), events, seals);
    StoredPayload payload = stored.payload();
    return new Evidence(
        stored.summary(),
        stored.lastSeq(),
        events,
        gap,
        null,
        payload == null ? Content.ABSENT : content(payload::envelope),
        payload == null ? Content.ABSENT : content(payload::response),
        seals);
  }

  private static @Nullable Gap read(
      List<JournalBlockEntity> blocks, List<PackedEvent> events, List<Seal> seals) {
    int expected = 1;
    for (JournalBlockEntity block : blocks) {
      if (block.firstSeq() != expected) {
        return new Gap(expected, "The event with this number is missing or out of place.");
      }
      try {
        List<PackedEvent> unpacked = BlockCodec.unpack(block.firstSeq(), block.data());
        if (unpacked.size() != block.events() || unpacked.isEmpty()) {
          return new Gap(expected, "The block holds another number of events than it says.");
        }
        events.addAll(unpacked);
        expected += unpacked.size();
        seals.add(new Seal(expected - 1, SignedBlock.signature(block.data())));
      } catch (CorruptBlock e) {
        return new Gap(expected, "The block that begins here cannot be read back.");
      }
    }
    return events.isEmpty() ? new Gap(1, "There are no events.") : null;
  }

  private interface Document {
    @Nullable JsonNode read() throws CorruptBlock;
  }

  private static Content content(Document document) {
    try {
      return Content.of(document.read());
    } catch (CorruptBlock e) {
      return Content.DAMAGED;
    }
  }
}
