package net.intentus.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * A redacted document as the record keeps it. Immutable.
 *
 * @param whole its canonical form (RFC 8785): stored while the execution is open, because a restart
 *     may need it
 * @param lasting what is stored once the execution has ended; null when only the hash is kept
 * @param cuts {@code [{pointer, bytes, hash}]}, one for each part that {@code lasting} lacks
 */
@SuppressWarnings("ArrayRecordComponent") // made once, compared nowhere
public record KeptDocument(Kept kept, byte[] whole, byte @Nullable [] lasting, ArrayNode cuts) {

  static KeptDocument of(ObjectNode document, Keeping keeping) {
    byte[] whole = CanonicalJson.bytes(document);
    ArrayNode cuts = document.arrayNode();
    if (keeping.digest()) {
      return new KeptDocument(Kept.DIGEST, whole, null, cuts);
    }
    if (whole.length > keeping.maxPayloadBytes()) {
      Truncation truncation = new Truncation(keeping.maxPayloadBytes(), cuts);
      ObjectNode shorter = truncation.of(document);
      if (!cuts.isEmpty()) {
        return new KeptDocument(Kept.TRUNCATED, whole, CanonicalJson.bytes(shorter), cuts);
      }
    }
    return new KeptDocument(Kept.FULL, whole, whole, cuts);
  }

  /**
   * Puts into an event what proves the document: {@code <name>DocumentHash} covers what is stored
   * in the end, or the whole document when nothing is. Unless all is kept, {@code <name>Kept} says
   * so, and for a truncated one {@code <name>FullDocumentHash} and {@code <name>Truncated} follow.
   */
  public void describe(ObjectNode event, String name) {
    byte[] stored = lasting == null ? whole : lasting;
    event.put(name + "DocumentHash", Hashes.ofCanonical(stored));
    if (kept != Kept.FULL) {
      event.put(name + "Kept", kept.wire());
    }
    if (kept == Kept.TRUNCATED) {
      event.put(name + "FullDocumentHash", Hashes.ofCanonical(whole));
      event.set(name + "Truncated", cuts);
    }
  }
}
