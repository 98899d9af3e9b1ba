package net.intentus.audit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import net.intentus.config.Ids;

/** The door of the trail: append only. Thread-safe. */
@Singleton
public class AuditLog {
  private final AuditStore store;
  private final Ids ids;
  private final Clock clock;

  @Inject
  AuditLog(AuditStore store, Ids ids, Clock clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Appends the entry in the transaction of the change it tells of, so that neither exists without
   * the other; without a transaction, in one of its own.
   *
   * @throws jakarta.persistence.PersistenceException when it cannot be stored; the change must then
   *     not be made either
   */
  public void record(AuditEntry entry) {
    store.insert(new AuditRow(ids.next(), clock.millis(), entry));
  }
}
