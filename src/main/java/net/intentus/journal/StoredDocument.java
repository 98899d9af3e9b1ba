package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * An envelope or an answer as the database holds it.
 *
 * @param json the document; null when it is not there as it was recorded
 * @param absence why it is not, or null
 */
public record StoredDocument(@Nullable JsonNode json, @Nullable Absence absence) {

  /** Why a document cannot be used. */
  public enum Absence {
    /** There is no answer yet. */
    NOT_YET,
    /** Only its hash is kept: it has expired, or payloads are not kept. */
    NOT_STORED,
    /** What is stored is shortened or damaged: it is not what the journal's hash covers. */
    NOT_AS_RECORDED
  }

  static StoredDocument whole(JsonNode json) {
    return new StoredDocument(json, null);
  }

  static StoredDocument absent(Absence why) {
    return new StoredDocument(null, why);
  }
}
