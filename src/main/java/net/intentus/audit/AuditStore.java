package net.intentus.audit;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** The table behind the trail. Thread-safe in the container, whose entity manager is shared. */
@Singleton
class AuditStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  @Transactional
  public void insert(AuditRow row) {
    entities.persist(row);
  }

  /** The newest entries first; identifiers rise with time. */
  @Transactional
  public List<AuditView> recent(int limit) {
    return entities
        .createQuery("SELECT a FROM AuditRow a ORDER BY a.id DESC", AuditRow.class)
        .setMaxResults(limit)
        .getResultStream()
        .map(AuditRow::view)
        .toList();
  }
}
