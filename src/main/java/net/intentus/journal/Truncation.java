package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import net.intentus.intent.Json;

/**
 * Shortens envelopes and responses: a payload (or the details of an error) whose canonical text is
 * too long is replaced by {@code {"$truncated": {bytes, hash, head}}}. The given document is left
 * as it is.
 *
 * @param cuts where each replacement is noted
 */
record Truncation(int maxBytes, ArrayNode cuts) {
  /** How much of the beginning is kept, in UTF-16 code units. */
  static final int HEAD = 1_024;

  ObjectNode of(ObjectNode document) {
    ObjectNode copy = part(document, "");
    if (document.path("metadata") instanceof ObjectNode metadata
        && metadata.path("results") instanceof ArrayNode results) {
      ArrayNode shorter = results.arrayNode();
      for (int i = 0; i < results.size(); i++) {
        JsonNode row = results.get(i);
        shorter.add(row instanceof ObjectNode one ? part(one, "/metadata/results/" + i) : row);
      }
      ObjectNode changed = shallow(metadata);
      changed.set("results", shorter);
      copy.set("metadata", changed);
    }
    return copy;
  }

  /** An object that has a payload and an error. */
  private ObjectNode part(ObjectNode whole, String pointer) {
    ObjectNode copy = shallow(whole);
    cut(copy, "payload", pointer);
    if (copy.path("error") instanceof ObjectNode error) {
      ObjectNode shorter = shallow(error);
      cut(shorter, "details", pointer + "/error");
      copy.set("error", shorter);
    }
    return copy;
  }

  private void cut(ObjectNode in, String member, String pointer) {
    JsonNode value = in.get(member);
    if (value == null || value.isNull()) {
      return;
    }
    String text = CanonicalJson.text(value);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= maxBytes) {
      return;
    }
    ObjectNode noted = cuts.addObject();
    noted.put("pointer", pointer + "/" + member);
    noted.put("bytes", bytes.length);
    noted.put("hash", Hashes.ofCanonical(bytes));
    ObjectNode marker = Json.object();
    marker
        .putObject("$truncated")
        .put("bytes", bytes.length)
        .put("hash", Hashes.ofCanonical(bytes))
        .put("head", head(text));
    in.set(member, marker);
  }

  /** Half a surrogate pair is no text. */
  private static String head(String text) {
    int end = Math.min(HEAD, text.length());
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  private static ObjectNode shallow(ObjectNode object) {
    ObjectNode copy = Json.object();
    copy.setAll(object);
    return copy;
  }
}
