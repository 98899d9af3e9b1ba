package net.intentus.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.intentus.intent.Fields;
import net.intentus.intent.Rfc3339;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** Reads peers from documents, for every entrance; no message repeats a secret. Stateless. */
public final class PeerReader {
  /** The form of node ids and of names of credentials. */
  public static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._:@-]{1,128}");

  /** The rule of {@link #NAME} in words. */
  public static final String NAME_RULE =
      "must be 1 to 128 letters, digits and the characters . _ : @ - and not a dot or two";

  private static final int MAX_SECRET = 4096;
  private static final int DEFAULT_TTL = 60;
  private static final int MAX_TTL = 3600;
  private static final Set<String> CREATE =
      Set.of("nodeId", "provider", "ttlSeconds", "nodeSecret", "key", "keyExpiresAt");
  private static final Set<String> REPLACE =
      Set.of("nodeId", "provider", "ttlSeconds", "nodeSecret");

  private PeerReader() {}

  /** A peer that is to be made. */
  public record Creation(PeerSettings settings, PeerKeyDraft key) {}

  /**
   * {@code {nodeId, provider, key, keyExpiresAt?, nodeSecret?, ttlSeconds?}}.
   *
   * @param violations gets everything that is wrong; the result is of use only if nothing is
   */
  public static Creation creation(JsonNode document, Instant now, Violations violations) {
    Fields fields = Fields.of(document, "", CREATE, violations);
    PeerSettings settings = settings(fields, false);
    PeerKeyDraft key =
        new PeerKeyDraft(secret(fields, "key", true), true, expiry(fields, "keyExpiresAt", now));
    return new Creation(settings, key);
  }

  /**
   * {@code {provider, ttlSeconds?, nodeSecret?}}; a node secret that is left out stays, null
   * removes it.
   *
   * @param violations gets everything that is wrong; the result is of use only if nothing is
   */
  public static PeerSettings settings(JsonNode document, String nodeId, Violations violations) {
    Fields fields = Fields.of(document, "", REPLACE, violations);
    if (document instanceof ObjectNode object && !object.has("nodeId")) {
      object.put("nodeId", nodeId);
    }
    PeerSettings read = settings(fields, !document.has("nodeSecret"));
    if (!read.nodeId().equals(nodeId)) {
      fields.violate("nodeId", "must be the id in the address");
    }
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
   * @param violations gets everything that is wrong; the draft is of use only if nothing is
   */
  public static PeerKeyDraft key(JsonNode document, Instant now, Violations violations) {
    Set<String> known = Set.of("key", "active", "expiresAt");
    Fields fields = Fields.of(document, "", known, violations);
    JsonNode active = fields.node("active");
    if (active != null && !active.isBoolean()) {
      fields.violate("active", "must be true or false");
    }
    return new PeerKeyDraft(
        secret(fields, "key", true),
        active != null && active.booleanValue(),
        expiry(fields, "expiresAt", now));
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
}
