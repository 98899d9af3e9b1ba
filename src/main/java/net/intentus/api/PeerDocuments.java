package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.intentus.intent.Fields;
import net.intentus.intent.Json;
import net.intentus.intent.Rfc3339;
import net.intentus.intent.Times;
import net.intentus.intent.Violations;
import net.intentus.wire.EmclKey;
import net.intentus.wire.EmclProvider;
import net.intentus.wire.NodeSecret;
import net.intentus.wire.PeerKeyDraft;
import net.intentus.wire.PeerSettings;
import net.intentus.wire.PeerView;
import org.jspecify.annotations.Nullable;

/** Peers as documents. Secrets are read and never written; no message repeats one. */
final class PeerDocuments {
  /** The form of node ids and of names of credentials. */
  static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._:@-]{1,128}");

  static final String NAME_RULE =
      "must be 1 to 128 letters, digits and the characters . _ : @ - and not a dot or two";

  private static final int MAX_SECRET = 4096;
  private static final int DEFAULT_TTL = 60;
  private static final int MAX_TTL = 3600;
  private static final Set<String> CREATE =
      Set.of("nodeId", "provider", "ttlSeconds", "nodeSecret", "key", "keyExpiresAt");
  private static final Set<String> REPLACE =
      Set.of("nodeId", "provider", "ttlSeconds", "nodeSecret");

  private PeerDocuments() {}

  /** A peer that is to be made. */
  record Creation(PeerSettings settings, PeerKeyDraft key) {}

  /**
   * {@code {nodeId, provider, key, keyExpiresAt?, nodeSecret?, ttlSeconds?}}.
   *
   * @throws ProblemException when it is not valid
   */
  static Creation creation(byte[] body, Instant now) {
    Violations violations = new Violations();
    Fields fields = Fields.of(AgentDocuments.parse(body), "", CREATE, violations);
    PeerSettings settings = settings(fields, false);
    PeerKeyDraft key =
        new PeerKeyDraft(secret(fields, "key", true), true, expiry(fields, "keyExpiresAt", now));
    refuse(violations);
    return new Creation(settings, key);
  }

  /**
   * {@code {provider, ttlSeconds?, nodeSecret?}}; a node secret that is left out stays, null
   * removes it.
   *
   * @throws ProblemException when it is not valid
   */
  static PeerSettings settings(byte[] body, String nodeId) {
    Violations violations = new Violations();
    JsonNode document = AgentDocuments.parse(body);
    Fields fields = Fields.of(document, "", REPLACE, violations);
    if (document instanceof ObjectNode object && !object.has("nodeId")) {
      object.put("nodeId", nodeId);
    }
    PeerSettings read = settings(fields, !document.has("nodeSecret"));
    if (!read.nodeId().equals(nodeId)) {
      fields.violate("nodeId", "must be the id in the address");
    }
    refuse(violations);
    return read;
  }

  private static PeerSettings settings(Fields fields, boolean keepsSecret) {
    Optional<String> nodeId =
        fields.parsed(
            "nodeId", text -> Optional.of(text).filter(NAME.asMatchPredicate()), NAME_RULE);
    if (fields.empty("nodeId")) {
      fields.violate("nodeId", "is required");
    }
    Optional<EmclProvider> provider =
        fields.parsed("provider", EmclProvider::parse, "must be aes-gcm or simple-hmac");
    if (fields.empty("provider")) {
      fields.violate("provider", "is required: aes-gcm or simple-hmac");
    }
    String secret = fields.node("nodeSecret") == null ? null : secret(fields, "nodeSecret", false);
    return new PeerSettings(
        nodeId.orElse(""), provider.orElse(EmclProvider.AES_GCM), ttl(fields), keepsSecret, secret);
  }

  /**
   * {@code {key, active?, expiresAt?}}.
   *
   * @throws ProblemException when it is not valid
   */
  static PeerKeyDraft key(byte[] body, Instant now) {
    Violations violations = new Violations();
    Set<String> known = Set.of("key", "active", "expiresAt");
    Fields fields = Fields.of(AgentDocuments.parse(body), "", known, violations);
    JsonNode active = fields.node("active");
    if (active != null && !active.isBoolean()) {
      fields.violate("active", "must be true or false");
    }
    PeerKeyDraft draft =
        new PeerKeyDraft(
            secret(fields, "key", true),
            active != null && active.booleanValue(),
            expiry(fields, "expiresAt", now));
    refuse(violations);
    return draft;
  }

  private static String secret(Fields fields, String name, boolean key) {
    Predicate<String> usable =
        key
            ? text -> EmclKey.of(EmclProvider.AES_GCM, text).isPresent()
            : text -> NodeSecret.of(text).isPresent();
    JsonNode node = fields.node(name);
    String text = node == null ? null : node.textValue();
    if (text == null || text.length() > MAX_SECRET || !usable.test(text)) {
      fields.violate(name, "must be a text of 1 to " + MAX_SECRET + " characters");
      return "";
    }
    return text;
  }

  private static int ttl(Fields fields) {
    JsonNode node = fields.node("ttlSeconds");
    if (node == null) {
      return DEFAULT_TTL;
    }
    if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_TTL) {
      fields.violate("ttlSeconds", "must be a whole number from 1 to " + MAX_TTL);
    }
    return node.asInt();
  }

  private static @Nullable Instant expiry(Fields fields, String name, Instant now) {
    Instant at =
        fields.parsed(name, Rfc3339::parse, "must be a date and time as in RFC 3339").orElse(null);
    if (at != null && !at.isAfter(now)) {
      fields.violate(name, "must be in the future");
    }
    return at;
  }

  private static void refuse(Violations violations) {
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
  }

  /** What is shown of a peer. */
  static ObjectNode json(PeerView peer) {
    ObjectNode json = Json.object();
    json.put("nodeId", peer.nodeId());
    json.put("provider", peer.provider().wire());
    json.put("ttlSeconds", peer.ttlSeconds());
    json.put("signatureRequired", peer.signs());
    ArrayNode keys = json.putArray("keys");
    for (PeerView.Key key : peer.keys()) {
      ObjectNode row = keys.addObject();
      row.put("keyId", key.id());
      row.put("active", key.active());
      row.put("createdAt", Times.format(key.createdAt()));
      row.put("expiresAt", key.expiresAt() == null ? null : Times.format(key.expiresAt()));
    }
    json.put("createdAt", Times.format(peer.createdAt()));
    json.put("updatedAt", Times.format(peer.updatedAt()));
    return json;
  }
}
