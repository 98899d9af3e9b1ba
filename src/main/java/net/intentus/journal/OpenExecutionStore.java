package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and takes executions that nobody works on. */
@ApplicationScoped
class OpenExecutionStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private PayloadVault vault = PayloadVault.NONE;

  /** For the container. */
  protected OpenExecutionStore() {}

  OpenExecutionStore(EntityManager entities) {
    this(entities, PayloadVault.NONE);
  }

  OpenExecutionStore(EntityManager entities, PayloadVault vault) {
    this.entities = entities;
    this.vault = vault;
  }

  @Inject
  void use(PayloadVault other) {
    vault = other;
  }

  /** What was taken, unread and unchecked. */
  record Taken(StoredExecution stored, int epoch, List<KeptEntity> kept) {}

  /**
   * Running executions of that instance itself and of those whose lease has ended, oldest first.
   */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped
  public List<String> open(String instance, int limit) {
    return entities
        .createNativeQuery(
            "SELECT e.id FROM execution e WHERE e.status = 'RUNNING' AND (e.owner IS NULL"
                + " OR e.owner = ?1 OR NOT EXISTS (SELECT 1 FROM instance i WHERE i.id = e.owner"
                + " AND i.lease_until >= "
                + InstanceStore.NOW
                + ")) ORDER BY e.id")
        .setParameter(1, instance)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Takes it when it has that status and no other living instance owns it. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<Taken> take(String id, ExecutionStatus status, String instance) {
    ExecutionEntity row = entities.find(ExecutionEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null || row.status() != status || !free(row.owner(), instance)) {
      return Optional.empty();
    }
    row.take(instance);
    List<KeptEntity> kept =
        entities
            .createQuery(
                "select k from KeptEntity k where k.executionId = :id order by k.part",
                KeptEntity.class)
            .setParameter("id", id)
            .getResultList();
    StoredExecution stored = new ExecutionStore(entities, vault).find(id).orElseThrow();
    return Optional.of(new Taken(stored, row.epoch(), List.copyOf(kept)));
  }

  /** Gives back what was taken for nothing. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void release(String id, String instance) {
    entities
        .createNativeQuery("UPDATE execution SET owner = NULL WHERE id = ?1 AND owner = ?2")
        .setParameter(1, id)
        .setParameter(2, instance)
        .executeUpdate();
  }

  private boolean free(@Nullable String owner, String instance) {
    if (owner == null || owner.equals(instance)) {
      return true;
    }
    Number living =
        (Number)
            entities
                .createNativeQuery(
                    "SELECT COUNT(*) FROM instance WHERE id = ?1 AND lease_until >= "
                        + InstanceStore.NOW)
                .setParameter(1, owner)
                .getSingleResult();
    return living.intValue() == 0;
  }
}
