package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.journal.RetentionRun.Cause;
import org.jspecify.annotations.Nullable;

/** Begins runs, each in one transaction with its audit entry. */
@Singleton
class RetentionOpening {
  private final RetentionRunStore store;
  private final AuditLog audit;
  private final Ids ids;
  private final Clock clock;

  @Inject
  RetentionOpening(RetentionRunStore store, AuditLog audit, Ids ids, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Begins one for a caller, or by itself when there is none; empty while another works. */
  @Transactional
  public Optional<RetentionRun> begin(boolean dryRun, @Nullable Caller caller) {
    Optional<RetentionRun> run =
        store.begin(
            ids.next(),
            caller == null ? Cause.SCHEDULED : Cause.MANUAL,
            dryRun,
            caller == null ? "system" : caller.subject(),
            clock.instant());
    run.ifPresent(
        begun -> {
          String action = "retention.run";
          AuditEntry entry =
              caller == null
                  ? AuditEntry.bySystem(action, "retention", begun.id())
                  : AuditEntry.of(caller, action, "retention", begun.id());
          audit.record(entry.with("dryRun", Boolean.toString(dryRun)));
        });
    return run;
  }
}
