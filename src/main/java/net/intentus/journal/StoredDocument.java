package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An envelope or an answer as the database holds it.
 *
 * @param json the document; null when it is not there as it was recorded
 * @param absence why it is not, or null
 * @param keyId the key that it is encrypted with at rest: then its payload is for the runtime's own
 *     use only, and {@link #shown} for everybody else's; null when it is not
 */
public record StoredDocument(
    @Nullable JsonNode json, @Nullable Absence absence, @Nullable String keyId) {

  /** A document that is not encrypted at rest. */
  public StoredDocument(@Nullable JsonNode json, @Nullable Absence absence) {
    this(json, absence, null);
  }

  /** Why a document cannot be used. */
  public enum Absence {
    /** There is no answer yet. */
    NOT_YET,
    /** Only its hash is kept: it has expired, or payloads are not kept. */
    NOT_STORED,
    /** What is stored is shortened or damaged: it is not what the journal's hash covers. */
    NOT_AS_RECORDED
  }

  static StoredDocument whole(JsonNode json, @Nullable String keyId) {
    return new StoredDocument(json, null, keyId);
  }

  /** The document as everybody who sees the execution may see it; null when it is not there. */
  public @Nullable JsonNode shown() {
    return json == null || keyId == null ? json : Encrypted.mark(json, keyId);
  }

  static StoredDocument absent(Absence why) {
    return new StoredDocument(null, why);
  }
}
