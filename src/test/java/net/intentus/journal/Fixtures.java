package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.intentus.config.Ids;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.intent.Reading;
import net.intentus.privacy.KeySignature;
import net.intentus.privacy.PublicKeys;

/** Executions as the submission room would record them. */
final class Fixtures {
  static final Keeping ALL = new Keeping(false, 65_536);
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123Z");
  static final PublicKeys NO_KEYS = id -> Optional.empty();
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
    return begin(NOW, IDS.next(), null, envelope(intent, tags), tenant, null, null, ALL);
  }

  static ExecutionLog begin(Instant now, String id, String intent, String tenant, String... tags) {
    return begin(now, id, null, envelope(intent, tags), tenant, null, null, ALL);
  }

  /** A log whose first event says that it is signed with that key, or null. */
  static ExecutionLog beginSigned(String signer, String intent, String tenant, String... tags) {
    return begin(NOW, IDS.next(), signer, envelope(intent, tags), tenant, null, null, ALL);
  }

  static ExecutionLog begin(String intent, String tenant, IdempotencyClaim claim, String... tags) {
    return begin(NOW, IDS.next(), null, envelope(intent, tags), tenant, claim, null, ALL);
  }

  static ExecutionLog begin(String intent, ReplayOf replayOf) {
    return begin(NOW, IDS.next(), null, envelope(intent), "default", null, replayOf, ALL);
  }

  static ExecutionLog begin(IntentEnvelope envelope, String tenant, Keeping keeping) {
    return begin(NOW, IDS.next(), null, envelope, tenant, null, null, keeping);
  }

  private static ExecutionLog begin(
      Instant now,
      String id,
      String signer,
      IntentEnvelope envelope,
      String tenant,
      IdempotencyClaim claim,
      ReplayOf replayOf,
      Keeping keeping) {
    ExecutionLog log =
        new ExecutionLog(
            new ExecutionStart(
                id,
                envelope,
                Hashes.of(envelope.hashed()),
                tenant,
                "key:test",
                now,
                Hashes.of(Json.object()),
                Json.object().arrayNode(),
                replayOf),
            signer,
            claim,
            keeping);
    ObjectNode router = Json.object();
    router.put("routingTableHash", Hashes.of(Json.object()));
    ObjectNode candidate = router.putArray("candidates").addObject();
    candidate.put("agent", "a").put("position", 0).put("eligible", true);
    candidate.put("sideEffect", "irreversible");
    router.putArray("skipped").add("ghost");
    log.add(EventType.ROUTER_DECISION, now, router);
    ObjectNode begun = Json.object();
    begun.put("attempt", 1).put("agent", "a").put("spanId", "0011223344556677");
    log.add(EventType.AGENT_ATTEMPT_START, now.plusMillis(1), begun);
    return log;
  }

  /** A log that goes on with a stored journal does not know when that began. */
  private static Instant begun(ExecutionLog log) {
    try {
      return log.start().createdAt();
    } catch (IllegalStateException goesOn) {
      return NOW;
    }
  }

  static ExecutionEnd finish(ExecutionLog log, ExecutionStatus status) {
    Instant now = begun(log);
    ErrorCode code = status == ExecutionStatus.SUCCEEDED ? null : ErrorCode.AGENT_ERROR;
    ObjectNode ended = Json.object();
    ended.put("attempt", 1).put("agent", "a").put("durationMs", 7);
    ended.put("outcome", code == null ? "succeeded" : "failed");
    log.add(EventType.AGENT_ATTEMPT_END, now.plusMillis(8), ended);
    ObjectNode response = Json.object();
    response.put("status", code == null ? "success" : "error");
    response.putObject("payload").put("answer", 42);
    String hash = Hashes.of(response);
    ObjectNode last = Json.object();
    last.put("status", status.wire()).put("agent", "a").put("attempts", 1);
    KeptDocument kept = log.held(response);
    last.put("responseHash", hash);
    kept.describe(last, "response");
    last.put("fingerprint", hash);
    if (code != null) {
      last.putObject("error").put("code", code.name());
    }
    log.add(EventType.FINAL_RESPONSE, now.plusMillis(9), last);
    return new ExecutionEnd(
        status, "a", code, kept, hash, hash, now.plusMillis(1), now.plusMillis(9), 1);
  }

  /** The append that {@link Journal} would make without signing. */
  static Append append(ExecutionLog log, ExecutionEnd end) {
    return append(log, end, null, message -> null, PayloadVault.NONE);
  }

  /** The same with payloads as that vault keeps them. */
  static Append append(ExecutionLog log, ExecutionEnd end, PayloadVault vault) {
    return append(log, end, null, message -> null, vault);
  }

  /** The same for work that an instance goes on with. */
  static Append append(ExecutionLog log, ExecutionEnd end, String owner) {
    return append(log, end, owner, message -> null, PayloadVault.NONE);
  }

  /** The append that {@link Journal} would make with that way to sign. */
  static Append append(ExecutionLog log, ExecutionEnd end, Function<byte[], KeySignature> signer) {
    return append(log, end, null, signer, PayloadVault.NONE);
  }

  private static Append append(
      ExecutionLog log,
      ExecutionEnd end,
      String owner,
      Function<byte[], KeySignature> signer,
      PayloadVault vault) {
    PlainBlock events = log.takePending();
    boolean opening = !log.opened();
    byte[] envelope = log.envelope(end != null);
    log.markOpened();
    KeySignature signature =
        signer.apply(
            SignedBlock.message(log.executionId(), log.lastSeq(), Hashes.format(log.head())));
    return new Append(
        log.executionId(),
        opening ? ExecutionEntity.open(log.start(), log.head(), log.lastSeq(), owner) : null,
        opening ? log.claim() : null,
        new JournalBlockEntity(log.executionId(), events, signature),
        vault.kept(log.executionId(), PayloadPart.ENVELOPE, envelope),
        end,
        end == null
            ? null
            : vault.kept(log.executionId(), PayloadPart.RESPONSE, end.response().lasting()),
        log.head(),
        log.lastSeq(),
        custody(log, end),
        new Append.Waiter(true));
  }

  private static Custody custody(ExecutionLog log, ExecutionEnd end) {
    boolean erase = end != null && end.status() != ExecutionStatus.UNKNOWN && log.keeps();
    return new Custody(log.epoch(), log.takeKept(), erase, null);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
