package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.Json;

/** What stands in the place of payloads that are encrypted at rest. */
final class Encrypted {
  private static final String NAME = "$encrypted";
  private static final String PAYLOAD = "payload";

  private Encrypted() {}

  /** The mark that names the key. */
  static ObjectNode mark(String keyId) {
    return Json.object().put(NAME, keyId);
  }

  /** The envelope or answer with a mark for its payload; what has none stays as it is. */
  static JsonNode mark(JsonNode document, String keyId) {
    if (!(document instanceof ObjectNode whole) || !whole.hasNonNull(PAYLOAD)) {
      return document;
    }
    ObjectNode shown = whole.objectNode();
    shown.setAll(whole);
    shown.set(PAYLOAD, mark(keyId));
    return shown;
  }
}
