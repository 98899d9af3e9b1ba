package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.intentus.config.Ids;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Reading;

/** Executions as the submission room would record them. */
final class Fixtures {
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final Ids IDS = new Ids(java.time.Clock.systemUTC());

  private Fixtures() {}

  static IntentEnvelope envelope(String intent, String... tags) {
    ObjectNode json = Json.object();
    json.putObject("intent").put("name", intent);
    json.putObject("payload").put("customer", 42).put("text", "straße 😀");
    var list = json.putObject("context").putArray("tags");
    List.of(tags).forEach(list::add);
    Reading reading =
        EnvelopeReader.read(
            Json.bytes(json), new EnvelopeReader.Defaults(NOW, "req-1", null, IDS::next));
    return ((Reading.Accepted) reading).envelope();
  }

  static ExecutionLog begin(String intent, String tenant, String... tags) {
    IntentEnvelope envelope = envelope(intent, tags);
    ExecutionLog log =
        new ExecutionLog(
            new ExecutionStart(
                IDS.next(),
                envelope,
                Hashes.of(envelope.hashed()),
                tenant,
                "key:test",
                NOW,
                Hashes.of(Json.object()),
                Json.object().arrayNode(),
                null));
    ObjectNode router = Json.object();
    router.put("routingTableHash", Hashes.of(Json.object()));
    ObjectNode candidate = router.putArray("candidates").addObject();
    candidate.put("agent", "a").put("position", 0).put("eligible", true);
    candidate.put("sideEffect", "irreversible");
    router.putArray("skipped").add("ghost");
    log.add(EventType.ROUTER_DECISION, NOW, router);
    ObjectNode begun = Json.object();
    begun.put("attempt", 1).put("agent", "a").put("spanId", "0011223344556677");
    log.add(EventType.AGENT_ATTEMPT_START, NOW.plusMillis(1), begun);
    return log;
  }

  static ExecutionEnd finish(ExecutionLog log, ExecutionStatus status) {
    ErrorCode code = status == ExecutionStatus.SUCCEEDED ? null : ErrorCode.AGENT_ERROR;
    ObjectNode ended = Json.object();
    ended.put("attempt", 1).put("agent", "a").put("durationMs", 7);
    ended.put("outcome", code == null ? "succeeded" : "failed");
    log.add(EventType.AGENT_ATTEMPT_END, NOW.plusMillis(8), ended);
    ObjectNode response = Json.object();
    response.put("status", code == null ? "success" : "error");
    response.putObject("payload").put("answer", 42);
    String hash = Hashes.of(response);
    ObjectNode last = Json.object();
    last.put("status", status.wire()).put("agent", "a").put("attempts", 1);
    last.put("responseHash", hash).put("responseDocumentHash", hash);
    last.put("fingerprint", hash);
    if (code != null) {
      last.putObject("error").put("code", code.name());
    }
    log.add(EventType.FINAL_RESPONSE, NOW.plusMillis(9), last);
    return new ExecutionEnd(
        status,
        "a",
        code,
        CanonicalJson.bytes(response),
        hash,
        hash,
        NOW.plusMillis(1),
        NOW.plusMillis(9),
        1);
  }

  /** The append that {@link Journal} would make. */
  static Append append(ExecutionLog log, ExecutionEnd end) {
    List<PackedEvent> events = log.takePending();
    boolean opening = !log.opened();
    log.markOpened();
    return new Append(
        log.executionId(),
        opening ? ExecutionEntity.open(log.start(), log.head(), log.lastSeq()) : null,
        new JournalBlockEntity(
            log.executionId(), events.get(0).seq(), events.size(), BlockCodec.pack(events)),
        opening ? Compression.deflate(log.document()) : null,
        end,
        end == null ? null : Compression.deflate(end.response()),
        log.head(),
        log.lastSeq(),
        new Append.Waiter());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
