package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.Caller;
import org.jspecify.annotations.Nullable;

/** The holds. */
@ApplicationScoped
class HoldStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected HoldStore() {}

  HoldStore(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional
  public Optional<LegalHold> find(String executionId) {
    return Optional.ofNullable(entities.find(LegalHoldEntity.class, executionId))
        .map(LegalHoldEntity::view);
  }

  /** By execution, newest first; {@code *} is every tenant. */
  @Transactional
  public List<LegalHold> page(String tenant, @Nullable String before, int limit) {
    boolean all = tenant.equals(Caller.ALL_TENANTS);
    var query =
        entities.createQuery(
            "select h from LegalHoldEntity h"
                + (all ? "" : " join ExecutionEntity e on e.id = h.executionId")
                + " where h.executionId < :before"
                + (all ? "" : " and e.tenant = :tenant")
                + " order by h.executionId desc",
            LegalHoldEntity.class);
    if (!all) {
      query.setParameter("tenant", tenant);
    }
    return query
        .setParameter("before", before == null ? "g" : before)
        .setMaxResults(limit)
        .getResultStream()
        .map(LegalHoldEntity::view)
        .toList();
  }

  /**
   * Locks the execution's row, so that no run can delete it while it is put under hold.
   *
   * @return whether there is such an execution
   */
  @Transactional
  public boolean lock(String executionId) {
    return !entities
        .createNativeQuery("SELECT id FROM execution WHERE id = ?1 FOR UPDATE")
        .setParameter(1, executionId)
        .getResultList()
        .isEmpty();
  }

  @Transactional
  public void insert(LegalHoldEntity hold) {
    entities.persist(hold);
  }

  @Transactional
  public boolean remove(String executionId) {
    LegalHoldEntity row = entities.find(LegalHoldEntity.class, executionId);
    if (row != null) {
      entities.remove(row);
    }
    return row != null;
  }
}
