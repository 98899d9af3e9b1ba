package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.journal.VerifyReport.Check;
import net.intentus.journal.VerifyReport.Result;
import org.jspecify.annotations.Nullable;

/** Checks a stored execution against itself. Pure: reads nothing but what it is given. */
final class Verification {
  private final StoredExecution stored;
  private final List<Check> checks = new ArrayList<>();
  private final List<PackedEvent> events = new ArrayList<>();

  private Verification(StoredExecution stored) {
    this.stored = stored;
  }

  static VerifyReport of(StoredExecution stored) {
    return new Verification(stored).report();
  }

  private VerifyReport report() {
    boolean readable = sequence();
    chain();
    head(readable);
    record();
    payload("envelope-hash", EventType.INTENT_RECEIVED, "envelopeDocumentHash", this::envelope);
    payload("response-hash", EventType.FINAL_RESPONSE, "responseDocumentHash", this::response);
    checks.add(new Check("signatures", Result.NOT_CHECKABLE, null, "Signing is not switched on."));
    return new VerifyReport(checks);
  }

  private boolean sequence() {
    int expected = 1;
    for (JournalBlockEntity block : stored.blocks()) {
      if (block.firstSeq() != expected) {
        failed("sequence", expected, "The event with this number is missing or out of place.");
        return false;
      }
      try {
        List<PackedEvent> unpacked = BlockCodec.unpack(block.firstSeq(), block.data());
        if (unpacked.size() != block.events() || unpacked.isEmpty()) {
          failed("sequence", expected, "The block holds another number of events than it says.");
          return false;
        }
        events.addAll(unpacked);
        expected += unpacked.size();
      } catch (CorruptBlock e) {
        failed("sequence", expected, "The block that begins here cannot be read back.");
        return false;
      }
    }
    if (events.isEmpty()) {
      failed("sequence", 1, "There are no events.");
      return false;
    }
    ok("sequence", events.size() + " events, contiguous from 1.");
    return true;
  }

  private void chain() {
    String prev = stored.summary().executionId();
    for (PackedEvent event : events) {
      byte[] hash = HashChain.next(event.seq(), event.type(), event.at(), event.payload(), prev);
      if (!Arrays.equals(hash, event.hash())) {
        failed("hash-chain", event.seq(), "The event does not match its hash.");
        return;
      }
      prev = Hashes.format(hash);
    }
    ok("hash-chain", "Every event matches its hash and the one before it.");
  }

  private void head(boolean readable) {
    if (!readable) {
      checks.add(
          new Check("head", Result.NOT_CHECKABLE, null, "The events cannot be read to the end."));
      return;
    }
    PackedEvent last = events.get(events.size() - 1);
    if (last.seq() != stored.lastSeq()) {
      failed(
          "head", last.seq(), "The record says that its last event is " + stored.lastSeq() + ".");
    } else if (!Hashes.format(last.hash()).equals(stored.summary().journalHead())) {
      failed("head", last.seq(), "The last event's hash is not the recorded head.");
    } else if (stored.summary().status().terminal() && last.type() != EventType.FINAL_RESPONSE) {
      failed("head", last.seq(), "The execution has ended, but its last event is another.");
    } else {
      ok("head", "The last event is the recorded head.");
    }
  }

  /** Whether the row, which lists and filters use, says what the events say. */
  private void record() {
    ExecutionSummary row = stored.summary();
    ObjectNode received = payloadOf(EventType.INTENT_RECEIVED);
    if (received == null) {
      checks.add(new Check("record", Result.NOT_CHECKABLE, null, "The first event is missing."));
      return;
    }
    String wrong = null;
    if (!row.executionId().equals(received.path("executionId").asText())
        || !row.intent().name().equals(received.path("intent").path("name").asText())
        || !row.intent().version().equals(received.path("intent").path("version").asText())
        || !row.strategy().wire().equals(received.path("strategy").asText())
        || !row.tenant().equals(received.path("tenant").asText())
        || !row.subject().equals(received.path("subject").asText())
        || !row.traceId().equals(received.path("traceId").asText())
        || !row.requestId().equals(received.path("requestId").asText())
        || !row.envelopeHash().equals(received.path("envelopeHash").asText())
        || !row.createdAt().equals(events.get(0).at())) {
      wrong = "The row does not say what its first event says.";
    }
    ObjectNode end = payloadOf(EventType.FINAL_RESPONSE);
    if (wrong == null && end != null && !endMatches(row, end)) {
      wrong = "The row does not say what its last event says.";
    } else if (wrong == null && end == null && row.status().terminal()) {
      wrong = "The row says that the execution has ended, its events do not.";
    }
    if (wrong == null) {
      ok("record", "Status, intent, agent, tenant and hashes are as the events say.");
    } else {
      failed("record", end == null ? 1 : events.get(events.size() - 1).seq(), wrong);
    }
  }

  private static boolean endMatches(ExecutionSummary row, ObjectNode end) {
    return row.status().wire().equals(end.path("status").asText())
        && Objects.equals(row.agent(), textOrNull(end.path("agent")))
        && Objects.equals(row.errorCode(), textOrNull(end.path("error").path("code")))
        && Objects.equals(row.responseHash(), textOrNull(end.path("responseHash")))
        && Objects.equals(row.fingerprint(), textOrNull(end.path("fingerprint")))
        && row.attempts() == end.path("attempts").asInt(-1);
  }

  private interface Document {
    @Nullable JsonNode read() throws CorruptBlock;
  }

  private @Nullable JsonNode envelope() throws CorruptBlock {
    PayloadEntity payload = stored.payload();
    return payload == null ? null : payload.envelope();
  }

  private @Nullable JsonNode response() throws CorruptBlock {
    PayloadEntity payload = stored.payload();
    return payload == null ? null : payload.response();
  }

  private void payload(String name, EventType type, String field, Document document) {
    ObjectNode event = payloadOf(type);
    if (event == null) {
      checks.add(
          new Check(name, Result.NOT_CHECKABLE, null, "The event that tells it is missing."));
      return;
    }
    int seq = type == EventType.INTENT_RECEIVED ? 1 : events.get(events.size() - 1).seq();
    try {
      JsonNode stands = document.read();
      if (stands == null) {
        checks.add(new Check(name, Result.NOT_CHECKABLE, seq, "The document is not stored."));
      } else if (Hashes.of(stands).equals(event.path(field).asText())) {
        ok(name, "The stored document is the one that was recorded.");
      } else {
        failed(name, seq, "The stored document is not the one that was recorded.");
      }
    } catch (CorruptBlock e) {
      failed(name, seq, "The stored document cannot be read back.");
    }
  }

  private @Nullable ObjectNode payloadOf(EventType type) {
    for (PackedEvent event : events) {
      if (event.type() == type) {
        try {
          return Json.readStored(event.payload().getBytes(StandardCharsets.UTF_8))
                  instanceof ObjectNode object
              ? object
              : null;
        } catch (IOException e) {
          return null;
        }
      }
    }
    return null;
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isTextual() ? node.textValue() : null;
  }

  private void ok(String name, String detail) {
    checks.add(new Check(name, Result.OK, null, detail));
  }

  private void failed(String name, int seq, String detail) {
    checks.add(new Check(name, Result.FAILED, seq, detail));
  }
}
