package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.PublicKeys;
import net.intentus.privacy.Redactor;
import net.intentus.privacy.SigningKeys;

/**
 * Shows payloads that are encrypted at rest, each time with a reason and an entry in the audit
 * trail. What was redacted was never stored, so that nothing can show it. Thread-safe.
 *
 * <p>It does not check who asks: callers check role and tenant first.
 */
@Singleton
public class Reveals {
  /** The most characters of a reason. */
  public static final int MAX_REASON = 500;

  private final ExecutionStore store;
  private final JournalWriter writer;
  private final PublicKeys keys;
  private final AuditLog audit;
  private final Redactor redactor;

  @Inject
  Reveals(
      ExecutionStore store,
      JournalWriter writer,
      SigningKeys keys,
      AuditLog audit,
      Redactor redactor) {
    this.store = store;
    this.writer = writer;
    this.keys = keys;
    this.audit = audit;
    this.redactor = redactor;
  }

  /**
   * The document as recorded; empty when it is not stored, cannot be read, or only its hash is
   * kept.
   *
   * @throws jakarta.persistence.PersistenceException when it cannot be audited; nothing is shown
   */
  public Optional<JsonNode> document(String id, PayloadPart part, String reason, Caller caller) {
    Optional<JsonNode> document =
        stored(id).filter(stored -> !hidden(stored, part)).flatMap(stored -> read(stored, part));
    document.ifPresent(found -> record(id, part.wire(), reason, caller));
    return document;
  }

  /**
   * The whole record as one document, with its payloads; empty when there is none.
   *
   * @throws jakarta.persistence.PersistenceException when it cannot be audited; nothing is shown
   */
  public Optional<ObjectNode> export(String id, String reason, Caller caller) {
    Optional<ObjectNode> document = stored(id).map(stored -> ExportDocument.of(stored, keys));
    document.ifPresent(found -> record(id, "export", reason, caller));
    return document;
  }

  private Optional<StoredExecution> stored(String id) {
    writer.catchUp();
    return store.find(id);
  }

  private static boolean hidden(StoredExecution stored, PayloadPart part) {
    ExecutionDetail detail = DetailAssembler.of(stored.summary(), ExecutionReader.views(stored));
    Kept kept = part == PayloadPart.ENVELOPE ? detail.keptEnvelope() : detail.keptResponse();
    return kept == null || kept == Kept.DIGEST;
  }

  private static Optional<JsonNode> read(StoredExecution stored, PayloadPart part) {
    StoredPayload payload = stored.payload();
    try {
      return payload == null ? Optional.empty() : Optional.ofNullable(payload.read(part));
    } catch (CorruptBlock e) {
      return Optional.empty();
    }
  }

  /** People paste all sorts of things into reasons. */
  private void record(String id, String document, String reason, Caller caller) {
    audit.record(
        AuditEntry.of(caller, "execution.reveal", "execution", id)
            .with("document", document)
            .with("reason", redactor.redactText(reason, Set.of())));
  }
}
