package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.intentus.intent.Fields;
import net.intentus.intent.Hashes;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/**
 * A compiled plan as a document: schema, parts, the hash over the canonical form (RFC 8785) of
 * these, and perhaps a signature of the hash. Immutable; needs no server.
 *
 * @param parts by name; the trees are never changed
 */
public record PlanDocument(Map<String, JsonNode> parts, @Nullable PlanSignature signature) {
  /** What the documents of this version say of themselves. */
  public static final String SCHEMA = "intentusnet-plan/1";

  private static final int MAX_WORD = 200;
  private static final int SIGNATURE_BYTES = 64;

  public PlanDocument {
    parts = Map.copyOf(parts);
  }

  /** {@code sha-256:<hex>} over schema and parts. */
  public String hash() {
    return Hashes.of(content());
  }

  private ObjectNode content() {
    ObjectNode json = Json.object();
    new TreeMap<>(parts).forEach(json::set);
    return json.put("schema", SCHEMA);
  }

  /** What a signature covers: a line that names its purpose, and the hash. */
  public byte[] message() {
    return ("intentusnet/compiled-plan/v1\n" + hash()).getBytes(StandardCharsets.UTF_8);
  }

  /** The same plan, signed. */
  public PlanDocument signed(PlanSignature by) {
    return new PlanDocument(parts, by);
  }

  /** The document; a copy. */
  public ObjectNode toJson() {
    ObjectNode json = content().deepCopy();
    json.put("hash", hash());
    if (signature != null) {
      json.putObject("signature")
          .put("algorithm", "Ed25519")
          .put("key", signature.key())
          .put("value", signature.value());
    }
    return json;
  }

  /**
   * Reads a document and proves that it is whole. Says nothing of what the parts hold, or of who
   * signed it.
   *
   * @param names of the parts that it must have
   * @return empty when something was noted
   */
  static Optional<PlanDocument> read(JsonNode json, Set<String> names, Violations violations) {
    InteroperableJson.check(json, "", violations);
    if (!json.path("schema").asText().equals(SCHEMA)) {
      violations.add("/schema", "must be " + SCHEMA);
    }
    if (!violations.isEmpty()) {
      return Optional.empty(); // nothing else can be told of another schema
    }
    Set<String> known = new HashSet<>(names);
    known.addAll(Set.of("schema", "hash", "signature"));
    Fields fields = Fields.of(json, "", known, violations);
    Map<String, JsonNode> parts = new TreeMap<>();
    for (String name : new TreeSet<>(names)) {
      JsonNode part = fields.node(name);
      if (part == null) {
        fields.violate(name, "is required");
      } else {
        parts.put(name, part);
      }
    }
    PlanDocument read = new PlanDocument(parts, signature(fields, violations));
    if (violations.isEmpty() && !read.hash().equals(json.path("hash").asText())) {
      fields.violate("hash", "is not the hash of this document: it is damaged or was edited");
    }
    return violations.isEmpty() ? Optional.of(read) : Optional.empty();
  }

  private static @Nullable PlanSignature signature(Fields fields, Violations violations) {
    if (fields.node("signature") == null) {
      return null;
    }
    Fields given = fields.object("signature", Set.of("algorithm", "key", "value"));
    String key = given.word("key", MAX_WORD);
    String value = given.word("value", MAX_WORD);
    if (!"Ed25519".equals(given.word("algorithm", MAX_WORD))) {
      given.violate("algorithm", "must be Ed25519");
    }
    if (key == null || value == null || !base64(value)) {
      violations.add("/signature", "must name a key and hold 64 bytes in Base64");
      return null;
    }
    return new PlanSignature(key, value);
  }

  private static boolean base64(String value) {
    try {
      return Base64.getDecoder().decode(value).length == SIGNATURE_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
