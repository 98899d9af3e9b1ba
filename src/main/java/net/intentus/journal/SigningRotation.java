package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.SigningKeys;

/** Puts a new signing key in the place of the old one, with its entry in the audit trail. */
@Singleton
public class SigningRotation {
  private final SigningKeys keys;
  private final AuditLog audit;

  @Inject
  public SigningRotation(SigningKeys keys, AuditLog audit) {
    this.keys = keys;
    this.audit = audit;
  }

  /**
   * Stores a new key; the instances take it into use when they read the keys again, within a
   * second. What began signed with the old key may end signed with the new one.
   *
   * @return the id of the new key
   * @throws RuntimeException when another rotation is made at the same moment
   */
  @Transactional
  public String rotate(Caller caller) {
    String id = keys.add();
    audit.record(AuditEntry.of(caller, "signing-key.rotate", "signing-key", id));
    return id;
  }
}
