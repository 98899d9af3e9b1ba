package net.intentus.budget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/** The budgets themselves. Each change raises a version that the other instances look at. */
@ApplicationScoped
public class BudgetStore {
  /** How many budgets there are at most. */
  static final long MOST = 1_000;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private @Nullable Consumer<AuditEntry> audit;

  /** For the container. */
  protected BudgetStore() {}

  BudgetStore(EntityManager entities, Consumer<AuditEntry> audit) {
    this.entities = entities;
    this.audit = audit;
  }

  @Inject
  void audit(AuditLog log) {
    audit = log::record;
  }

  /** How often any budget was changed. */
  @Transactional
  public long version() {
    return only(LockModeType.NONE).version();
  }

  /** All budgets. */
  @Transactional
  public BudgetSnapshot read() {
    long version = only(LockModeType.NONE).version(); // before them: what is newer is read again
    return new BudgetSnapshot(
        version,
        entities
            .createQuery("SELECT b FROM BudgetEntity b", BudgetEntity.class)
            .getResultStream()
            .map(BudgetEntity::budget)
            .toList());
  }

  private BudgetVersionEntity only(LockModeType lock) {
    return entities.find(BudgetVersionEntity.class, BudgetVersionEntity.ONLY, lock);
  }

  /** Keeps every other change of budgets waiting, anywhere, until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void hold() {
    only(LockModeType.PESSIMISTIC_WRITE);
  }

  /** Puts a budget in force, with its audit entry, when the transaction commits. */
  @Transactional
  public BudgetChange put(Budget wanted, Expected expected, Caller by, Instant at) {
    BudgetVersionEntity version = only(LockModeType.PESSIMISTIC_WRITE);
    BudgetEntity stored = entities.find(BudgetEntity.class, wanted.id());
    Budget there = stored == null ? null : stored.budget();
    BudgetChange refusal = expected.against(there);
    if (refusal == null && stored == null && count() >= MOST) {
      refusal = new BudgetChange.TooMany();
    }
    if (refusal != null) {
      return refusal;
    }
    long revision = version.raise();
    long since = there != null && there.countsAs(wanted) ? there.generation() : revision;
    Budget budget = wanted.stored(since, revision);
    if (stored == null) {
      entities.persist(new BudgetEntity(budget, at.toEpochMilli()));
    } else {
      stored.put(budget, at.toEpochMilli());
    }
    entities.flush();
    record(there == null ? "budget.create" : "budget.update", budget, by);
    return new BudgetChange.Changed(budget, there == null);
  }

  private long count() {
    return entities
        .createQuery("SELECT COUNT(b) FROM BudgetEntity b", Long.class)
        .getSingleResult();
  }

  /** Removes a budget, with its audit entry; what was used under it is forgotten in time. */
  @Transactional
  public BudgetChange remove(String id, Expected expected, Caller by) {
    BudgetVersionEntity version = only(LockModeType.PESSIMISTIC_WRITE);
    BudgetEntity stored = entities.find(BudgetEntity.class, id);
    Budget there = stored == null ? null : stored.budget();
    BudgetChange refusal = expected.against(there);
    if (refusal != null || there == null) {
      return refusal == null ? new BudgetChange.NotFound() : refusal;
    }
    version.raise();
    entities.remove(stored);
    entities.flush();
    record("budget.delete", there, by);
    return new BudgetChange.Removed();
  }

  private void record(String action, Budget budget, Caller by) {
    Objects.requireNonNull(audit)
        .accept(
            AuditEntry.of(by, action, "budget", budget.id())
                .with("budget", budget.toJson().toString()));
  }
}
