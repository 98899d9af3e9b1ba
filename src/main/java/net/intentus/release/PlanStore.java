package net.intentus.release;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Which plans have been imported. Thread-safe in the container. */
@Singleton
class PlanStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  PlanStore() {}

  PlanStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Imports, newest first. */
  @Transactional
  public List<PlanImport> newest(int limit) {
    return entities
        .createQuery(
            "select p from PlanImportEntity p order by p.number desc", PlanImportEntity.class)
        .setMaxResults(limit)
        .getResultStream()
        .map(PlanImportEntity::read)
        .toList();
  }

  /** The last import. */
  @Transactional
  public Optional<PlanImport> last() {
    return newest(1).stream().findFirst();
  }

  /** Whether that plan was ever imported. */
  @Transactional
  public boolean knows(String hash) {
    return entities
            .createQuery("select count(p) from PlanImportEntity p where p.hash = :hash", Long.class)
            .setParameter("hash", hash)
            .getSingleResult()
        > 0;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void add(PlanImport made) {
    entities.persist(new PlanImportEntity(made));
  }
}
