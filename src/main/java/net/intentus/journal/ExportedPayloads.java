package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How payloads that are encrypted at rest leave in files: not at all in an export, encrypted in an
 * archive. Beside the documents, {@code encrypted} names the keys of those whose payload is only
 * marked, and {@code sealed} holds those that are there in encrypted form only. Pure.
 */
final class ExportedPayloads {
  private static final String ENCRYPTED = "encrypted";
  private static final String SEALED = "sealed";

  private ExportedPayloads() {}

  /** For those who may not see the payloads. The document is changed and returned. */
  static ObjectNode marked(ObjectNode export, @Nullable StoredPayload payload) {
    for (PayloadPart part : PayloadPart.values()) {
      String key = payload == null ? null : payload.keyId(part);
      JsonNode document = export.path(part.wire());
      if (key != null && document.isObject()) {
        export.withObject(ENCRYPTED).put(part.wire(), key);
        export.set(part.wire(), Encrypted.mark(document, key));
      }
    }
    return export;
  }

  /** For the archive, which may lie where the database does not. Changed and returned. */
  static ObjectNode sealed(ObjectNode export, @Nullable StoredPayload payload) {
    for (PayloadPart part : PayloadPart.values()) {
      byte[] sealed = payload == null ? null : payload.sealed(part);
      if (sealed != null && export.path(part.wire()).isObject()) {
        export.withObject(SEALED).put(part.wire(), Base64.getEncoder().encodeToString(sealed));
        export.putNull(part.wire());
      }
    }
    return export;
  }

  /** What a file holds of one document, decrypted if it can be. */
  static Evidence.Content read(
      JsonNode export, String executionId, PayloadPart part, PayloadVault vault) {
    JsonNode sealed = export.path(SEALED).path(part.wire());
    if (sealed.isTextual()) {
      try {
        byte[] packed = Base64.getDecoder().decode(sealed.textValue());
        return Evidence.Content.of(vault.read(executionId, part, packed));
      } catch (CorruptBlock | IllegalArgumentException e) {
        return Evidence.Content.DAMAGED;
      }
    }
    JsonNode document = export.path(part.wire());
    return export.path(ENCRYPTED).has(part.wire()) || !document.isObject()
        ? Evidence.Content.ABSENT
        : Evidence.Content.of(document);
  }
}
