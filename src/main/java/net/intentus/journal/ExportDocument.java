package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import net.intentus.config.Build;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * One execution as one JSON document that a third party can verify offline: the row, every event
 * with its hashes, the redacted envelope and answer, and the signatures with their public keys. The
 * same record always gives the same document. Nothing in it was redacted before and is not now.
 * Pure.
 */
public final class ExportDocument {
  /** What {@code format} says. */
  public static final String FORMAT = "intentusnet-execution";

  /** What {@code version} says. */
  public static final int VERSION = 1;

  private ExportDocument() {}

  /**
   * The document of a stored execution; what cannot be read back is named in {@code unreadable}.
   */
  static ObjectNode of(StoredExecution stored, PublicKeys keys) {
    return of(Evidence.of(stored), keys);
  }

  /** The document as it is stored in files: canonical (RFC 8785), without a line feed. */
  public static byte[] bytes(ObjectNode document) {
    return CanonicalJson.bytes(document);
  }

  private static ObjectNode of(Evidence evidence, PublicKeys keys) {
    ObjectNode json = Json.object();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    ObjectNode product = json.putObject("product");
    product.put("name", "intentusnet");
    product.put("version", Build.CURRENT.version());
    ObjectNode row = json.putObject("execution");
    row(row, evidence.row());
    row.put("lastSeq", evidence.lastSeq());
    ArrayNode unreadable = Json.object().arrayNode();
    if (!events(json.putArray("events"), evidence) || evidence.gap() != null) {
      unreadable.add("events");
    }
    content(json, "envelope", envelope(evidence), unreadable);
    content(json, "response", evidence.response(), unreadable);
    signatures(json, evidence, keys);
    json.set("unreadable", unreadable);
    return json;
  }

  private static void row(ObjectNode json, ExecutionSummary row) {
    json.put("executionId", row.executionId());
    json.put("status", row.status().wire());
    ObjectNode intent = json.putObject("intent");
    intent.put("name", row.intent().name());
    intent.put("version", row.intent().version());
    json.put("strategy", row.strategy().wire());
    json.put("agent", row.agent());
    json.put("tenant", row.tenant());
    json.put("subject", row.subject());
    json.put("createdAt", Times.format(row.createdAt()));
    json.put("startedAt", time(row.startedAt()));
    json.put("completedAt", time(row.completedAt()));
    json.put("attempts", row.attempts());
    json.put("traceId", row.traceId());
    json.put("requestId", row.requestId());
    ArrayNode tags = json.putArray("tags");
    row.tags().forEach(tags::add);
    json.put("envelopeHash", row.envelopeHash());
    json.put("responseHash", row.responseHash());
    json.put("fingerprint", row.fingerprint());
    json.put("journalHead", row.journalHead());
    json.put("routingTableHash", row.routingTableHash());
    json.put("errorCode", row.errorCode());
    json.put("redactionCount", row.redactionCount());
  }

  /** False when an event's payload cannot be written as JSON; those before it are there. */
  private static boolean events(ArrayNode rows, Evidence evidence) {
    String prev = evidence.row().executionId();
    for (PackedEvent event : evidence.events()) {
      ObjectNode row = Json.object();
      row.put("seq", event.seq());
      row.put("type", event.type().name());
      row.put("at", Times.format(event.at()));
      try {
        JsonNode payload = Json.readStored(event.payload().getBytes(StandardCharsets.UTF_8));
        CanonicalJson.text(payload);
        row.set("payload", payload);
      } catch (IOException | IllegalArgumentException e) {
        return false;
      }
      row.put("prevHash", prev);
      prev = Hashes.format(event.hash());
      row.put("hash", prev);
      rows.add(row);
    }
    return true;
  }

  /** What will not be kept is stored until the end, for recovery; it is nobody else's. */
  private static Evidence.Content envelope(Evidence evidence) {
    boolean going =
        !evidence.row().status().terminal()
            && !evidence.events().isEmpty()
            && evidence.events().get(0).payload().contains("\"envelopeKept\":");
    return going ? Evidence.Content.ABSENT : evidence.envelope();
  }

  private static void content(
      ObjectNode json, String name, Evidence.Content content, ArrayNode unreadable) {
    json.set(name, content.document() == null ? json.nullNode() : content.document());
    if (!content.readable()) {
      unreadable.add(name);
    }
  }

  private static void signatures(ObjectNode json, Evidence evidence, PublicKeys keys) {
    Set<String> ids = new LinkedHashSet<>();
    ArrayNode signatures = json.putArray("signatures");
    for (Evidence.Seal seal : evidence.seals()) {
      if (seal.signature() != null) {
        ObjectNode row = signatures.addObject();
        row.put("seq", seal.seq());
        row.put("keyId", seal.signature().keyId());
        row.put("signature", Base64.getEncoder().encodeToString(seal.signature().value()));
        ids.add(seal.signature().keyId());
      }
    }
    ArrayNode known = json.putArray("keys");
    for (String id : ids) {
      keys.find(id).ifPresent(key -> known.add(key(key)));
    }
  }

  private static ObjectNode key(SigningKey key) {
    ObjectNode row = Json.object();
    row.put("keyId", key.id());
    row.put("algorithm", "Ed25519");
    row.put("publicKey", Base64.getEncoder().encodeToString(key.publicKey().getEncoded()));
    row.put("createdAt", Times.format(key.createdAt()));
    return row;
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }
}
