package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.privacy.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * Puts executions under legal hold and releases them, each with its audit entry. Thread-safe.
 *
 * <p>Callers check first that the execution is the caller's to see.
 */
@Singleton
public class Holds {
  private static final String OBJECT = "execution";
  private final HoldStore store;
  private final Consumer<AuditEntry> audit;
  private final Redactor redactor;
  private final Clock clock;

  @Inject
  Holds(HoldStore store, AuditLog audit, Redactor redactor, Clock clock) {
    this(store, audit::record, redactor, clock);
  }

  Holds(HoldStore store, Consumer<AuditEntry> audit, Redactor redactor, Clock clock) {
    this.store = store;
    this.audit = audit;
    this.redactor = redactor;
    this.clock = clock;
  }

  /** The hold on that execution; empty when there is none. */
  public Optional<LegalHold> find(String executionId) {
    return store.find(executionId);
  }

  /** What the caller may see of them, by execution, newest first; {@code before} is exclusive. */
  public List<LegalHold> page(Caller caller, @Nullable String before, int limit) {
    return store.page(caller.tenant(), before, limit);
  }

  /**
   * Keeps the execution from expiring. A hold that stands already stays as it is.
   *
   * @return the hold that stands; empty when there is no such execution (any more)
   */
  @Transactional
  public Optional<LegalHold> place(String executionId, String reason, Caller caller) {
    if (!store.lock(executionId)) {
      return Optional.empty();
    }
    Optional<LegalHold> standing = store.find(executionId);
    if (standing.isPresent()) {
      return standing;
    }
    String why = redactor.redactText(reason, Set.of());
    LegalHoldEntity row = new LegalHoldEntity(executionId, why, caller.subject(), clock.instant());
    store.insert(row);
    audit.accept(AuditEntry.of(caller, "execution.hold", OBJECT, executionId).with("reason", why));
    return Optional.of(row.view());
  }

  /**
   * Lets the rules count again.
   *
   * @return whether there was a hold
   */
  @Transactional
  public boolean release(String executionId, Caller caller) {
    boolean held = store.remove(executionId);
    if (held) {
      audit.accept(AuditEntry.of(caller, "execution.release", OBJECT, executionId));
    }
    return held;
  }
}
