package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import net.intentus.intent.Json;
import net.intentus.privacy.DataKeys;
import net.intentus.privacy.PayloadCipher;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is kept of payloads, if that is switched on, before it goes anywhere: to the
 * write-ahead log, the database or an archive. What is encrypted is compressed already. Reads what
 * was kept either way. Thread-safe.
 */
@Singleton
class PayloadVault {
  /** Encrypts nothing and cannot read what is encrypted. */
  static final PayloadVault NONE = new PayloadVault(PayloadCipher.OFF);

  private final PayloadCipher cipher;

  @Inject
  PayloadVault(DataKeys keys) {
    this((PayloadCipher) keys);
  }

  PayloadVault(PayloadCipher cipher) {
    this.cipher = cipher;
  }

  /** The document as it may lie about: as it is, when encryption is off. */
  byte @Nullable [] kept(String executionId, PayloadPart part, byte @Nullable [] canonical) {
    return canonical == null || !cipher.enabled()
        ? canonical
        : cipher.seal(executionId, part.wire(), Compression.compress(canonical));
  }

  /** What a column holds of that: compressed, if it is not encrypted. */
  static byte @Nullable [] packed(byte @Nullable [] kept) {
    return kept == null || PayloadCipher.isSealed(kept) ? kept : Compression.compress(kept);
  }

  /**
   * Reads what {@link #packed} gave.
   *
   * @throws CorruptBlock when it is damaged, or cannot be decrypted here
   */
  @Nullable JsonNode read(String executionId, PayloadPart part, byte @Nullable [] packed)
      throws CorruptBlock {
    if (packed == null) {
      return null;
    }
    byte[] plain = packed;
    if (PayloadCipher.isSealed(packed)) {
      plain = cipher.open(executionId, part.wire(), packed).orElseThrow(CorruptBlock::new);
    }
    try {
      return Json.readStored(Compression.expand(plain, 0));
    } catch (IOException e) {
      throw new CorruptBlock();
    }
  }
}
