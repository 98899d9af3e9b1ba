package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.DataKeys;

/** Has payloads encrypted with a new key from now on, with an entry in the audit trail. */
@Singleton
public class DataKeyRotation {
  private final DataKeys keys;
  private final AuditLog audit;

  @Inject
  public DataKeyRotation(DataKeys keys, AuditLog audit) {
    this.keys = keys;
    this.audit = audit;
  }

  /**
   * Stores a new key; the instances take it into use when they read the keys again, within a
   * second. What is encrypted already stays as it is.
   *
   * @return the id of the new key
   * @throws RuntimeException when another rotation is made at the same moment
   */
  @Transactional
  public String rotate(Caller caller) {
    String id = keys.add();
    audit.record(AuditEntry.of(caller, "encryption-key.rotate", "encryption-key", id));
    return id;
  }
}
