package net.intentus.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** One pass over one document; for one thread. */
final class FieldRedaction {
  private final Map<String, String> rules;
  private final KeyedDigest digest;
  private final List<Redaction> redactions = new ArrayList<>();
  private final Set<String> secrets = new HashSet<>();

  FieldRedaction(Map<String, String> rules, KeyedDigest digest) {
    this.rules = rules;
    this.digest = digest;
  }

  Redacted apply(JsonNode document) {
    JsonNode copy = copy(document, "");
    return new Redacted(copy == null ? document : copy, redactions, secrets);
  }

  /** Null when nothing below the node is a secret. */
  private @Nullable JsonNode copy(JsonNode node, String pointer) {
    if (node instanceof ObjectNode object) {
      return copyObject(object, pointer);
    }
    return node instanceof ArrayNode array ? copyArray(array, pointer) : null;
  }

  private @Nullable JsonNode copyArray(ArrayNode array, String pointer) {
    ArrayNode copy = null;
    for (int i = 0; i < array.size(); i++) {
      JsonNode changed = copy(array.get(i), pointer + "/" + i);
      if (changed != null) {
        copy = copy == null ? shallow(array) : copy;
        copy.set(i, changed);
      }
    }
    return copy;
  }

  private @Nullable JsonNode copyObject(ObjectNode object, String pointer) {
    ObjectNode copy = null;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      String rule = rules.get(field.getKey());
      if (rule == null && !value.isContainerNode()) {
        continue;
      }
      String below = Violations.pointer(pointer, field.getKey());
      JsonNode changed = rule == null ? copy(value, below) : replace(value, below, rule);
      if (changed != null) {
        copy = copy == null ? shallow(object) : copy;
        copy.set(field.getKey(), changed);
      }
    }
    return copy;
  }

  private static ArrayNode shallow(ArrayNode array) {
    return array.arrayNode(array.size()).addAll(array);
  }

  private static ObjectNode shallow(ObjectNode object) {
    ObjectNode copy = object.objectNode();
    copy.setAll(object);
    return copy;
  }

  private JsonNode replace(JsonNode secret, String pointer, String rule) {
    redactions.add(new Redaction(pointer, rule));
    remember(secret);
    String hex = HexFormat.of().formatHex(digest.of(CanonicalJson.bytes(secret)));
    return Json.object().put("$redacted", rule).put("digest", "hmac-sha-256:" + hex);
  }

  /** Booleans are left out: there are only two, and both are everywhere. */
  private void remember(JsonNode secret) {
    if (secret.isContainerNode()) {
      secret.forEach(this::remember);
    } else if (secret.isTextual() || secret.isNumber()) {
      String text = secret.asText();
      if (text.length() >= Redactor.MIN_SECRET) {
        secrets.add(text);
      }
    }
  }
}
