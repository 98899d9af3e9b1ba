package net.intentus.policy;

import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A document that is to be put in force.
 *
 * @param reason why, or null; free of secrets, at most {@value #MAX_REASON} characters
 * @param restoredFrom the version whose content it is, or null
 */
record PolicyDraft(PolicyDocument document, @Nullable String reason, @Nullable Long restoredFrom) {
  static final int MAX_REASON = 1_000;

  /** What the trail says of it. */
  AuditEntry audit(long version, Caller caller) {
    AuditEntry entry =
        AuditEntry.of(
                caller,
                restoredFrom == null ? "policy.update" : "policy.rollback",
                "policy",
                Long.toString(version))
            .with("hash", document.hash());
    entry = reason == null ? entry : entry.with("reason", reason);
    return restoredFrom == null ? entry : entry.with("restoredFrom", Long.toString(restoredFrom));
  }
}
