package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Reads single executions. */
@ApplicationScoped
class ExecutionStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private PayloadVault vault = PayloadVault.NONE;

  /** For the container. */
  protected ExecutionStore() {}

  ExecutionStore(EntityManager entities) {
    this(entities, PayloadVault.NONE);
  }

  ExecutionStore(EntityManager entities, PayloadVault vault) {
    this.entities = entities;
    this.vault = vault;
  }

  @Inject
  void use(PayloadVault other) {
    vault = other;
  }

  @Transactional
  public Optional<StoredExecution> find(String id) {
    ExecutionEntity row = entities.find(ExecutionEntity.class, id);
    if (row == null) {
      return Optional.empty();
    }
    List<JournalBlockEntity> blocks =
        entities
            .createQuery(
                "select b from JournalBlockEntity b where b.executionId = :id order by b.firstSeq",
                JournalBlockEntity.class)
            .setParameter("id", id)
            .getResultList();
    PayloadEntity payload = entities.find(PayloadEntity.class, id);
    return Optional.of(
        new StoredExecution(
            row.summary(),
            row.lastSeq(),
            List.copyOf(blocks),
            payload == null ? null : new StoredPayload(id, payload, vault)));
  }
}
