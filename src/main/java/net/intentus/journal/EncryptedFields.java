package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.intentus.journal.ExecutionDiff.Field;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is encrypted at rest out of a comparison: that payloads differ is told, not in what.
 */
final class EncryptedFields {
  private EncryptedFields() {}

  /** The differences, with one in the place of all those in a payload that either side encrypts. */
  static List<Field> hidden(List<Field> fields, ExecutionRecord a, ExecutionRecord b) {
    List<Field> hidden = hidden(fields, PayloadPart.ENVELOPE, a.envelope(), b.envelope());
    return hidden(hidden, PayloadPart.RESPONSE, a.response(), b.response());
  }

  private static List<Field> hidden(
      List<Field> fields, PayloadPart part, StoredDocument a, StoredDocument b) {
    if (a.keyId() == null && b.keyId() == null) {
      return fields;
    }
    String payload = "/" + part.wire() + "/payload";
    List<Field> hidden = new ArrayList<>();
    boolean told = false;
    for (Field field : fields) {
      boolean inside = field.pointer().equals(payload) || field.pointer().startsWith(payload + "/");
      if (!inside) {
        hidden.add(field);
      } else if (!told) {
        hidden.add(new Field(payload, payload(a), payload(b)));
        told = true;
      }
    }
    return hidden;
  }

  private static @Nullable JsonNode payload(StoredDocument document) {
    JsonNode shown = document.shown();
    return shown == null ? null : shown.get("payload");
  }
}
