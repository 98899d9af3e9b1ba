package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import net.intentus.privacy.PayloadCipher;
import org.jspecify.annotations.Nullable;

/** What the database holds of the payloads of one execution, read when it is asked for. */
final class StoredPayload {
  private final String executionId;
  private final PayloadEntity row;
  private final PayloadVault vault;

  StoredPayload(String executionId, PayloadEntity row, PayloadVault vault) {
    this.executionId = executionId;
    this.row = row;
    this.vault = vault;
  }

  @Nullable JsonNode envelope() throws CorruptBlock {
    return read(PayloadPart.ENVELOPE);
  }

  @Nullable JsonNode response() throws CorruptBlock {
    return read(PayloadPart.RESPONSE);
  }

  /** The document itself, decrypted; null when it is not stored. */
  @Nullable JsonNode read(PayloadPart part) throws CorruptBlock {
    return vault.read(executionId, part, row.packed(part));
  }

  /** The document as everybody who sees the execution may see it; null when it is not stored. */
  @Nullable JsonNode shown(PayloadPart part) throws CorruptBlock {
    JsonNode document = read(part);
    String key = keyId(part);
    return document == null || key == null ? document : Encrypted.mark(document, key);
  }

  /** The encrypted document; null when there is none, or it is not encrypted. */
  byte @Nullable [] sealed(PayloadPart part) {
    byte[] packed = row.packed(part);
    return packed != null && PayloadCipher.isSealed(packed) ? packed : null;
  }

  /** The id of the key that it is encrypted with, or null. */
  @Nullable String keyId(PayloadPart part) {
    byte[] sealed = sealed(part);
    return sealed == null ? null : PayloadCipher.keyId(sealed);
  }
}
