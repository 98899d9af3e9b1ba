package net.intentus.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The wrapped keys in the database, each call in a transaction of its own. */
@ApplicationScoped
class KeyRingStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  protected KeyRingStore() {}

  KeyRingStore(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Optional<KeyRingEntity> find(String id) {
    return Optional.ofNullable(entities.find(KeyRingEntity.class, id));
  }

  /** Adds a key; fails when there is one of that id. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void insert(KeyRingEntity entry) {
    entities.persist(entry);
    entities.flush();
  }
}
