package net.intentus.release;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Puts plans in force: all parts, the note of the import and its audit entry in one transaction.
 * Imports wait for each other, on all instances.
 */
@Singleton
class PlanChanges {
  private final Parts parts;
  private final PlanStore store;
  private final Consumer<AuditEntry> audit;
  private final Clock clock;

  @Inject
  PlanChanges(Parts parts, PlanStore store, AuditLog audit, Clock clock) {
    this(parts, store, audit::record, clock);
  }

  PlanChanges(Parts parts, PlanStore store, Consumer<AuditEntry> audit, Clock clock) {
    this.parts = parts;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes live what a checked plan in normal form says.
   *
   * @param agreed whether what is live now may be replaced
   * @return what was live; empty when it may not be replaced
   * @throws RuntimeException when somebody else changes a part at the same moment; nothing is
   *     changed then
   */
  @Transactional
  public Optional<PlanDocument> put(
      PlanDocument wanted, Predicate<PlanDocument> agreed, Caller caller) {
    parts.all().forEach(Part::hold);
    PlanDocument live = parts.live();
    if (!agreed.test(live)) {
      return Optional.empty();
    }
    for (Part part : parts.changed(live, wanted)) {
      part.put(Parts.part(live, part.name()), Parts.part(wanted, part.name()), caller);
    }
    note(wanted, live, caller);
    return Optional.of(live);
  }

  private void note(PlanDocument wanted, PlanDocument live, Caller caller) {
    String hash = wanted.hash();
    Optional<PlanImport> last = store.last();
    if (last.isPresent() && last.get().hash().equals(hash) && live.hash().equals(hash)) {
      return; // another instance has started with the same plan
    }
    long number = 1 + last.map(PlanImport::number).orElse(0L);
    @Nullable String signer = wanted.signature() == null ? null : wanted.signature().key();
    store.add(new PlanImport(number, hash, signer, caller.subject(), clock.instant()));
    AuditEntry entry =
        AuditEntry.of(caller, "plan.import", "plan", Long.toString(number))
            .with("hash", hash)
            .with("replaced", live.hash());
    audit.accept(signer == null ? entry : entry.with("signedBy", signer));
  }
}
