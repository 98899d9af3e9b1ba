package net.intentus.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The wrapped keys in the database, each call but one in a transaction of its own. */
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

  /** All keys of that purpose, in no particular order. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<KeyRingEntity> ofPurpose(String purpose) {
    return entities
        .createQuery(
            "select k from KeyRingEntity k where k.purpose = :purpose", KeyRingEntity.class)
        .setParameter("purpose", purpose)
        .getResultList();
  }

  /** Wraps with that key what only an earlier one opens. Instances that do so take turns. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public int rewrap(KeyWrap wrap, Random random) {
    int changed = 0;
    for (KeyRingEntity key :
        entities
            .createQuery("select k from KeyRingEntity k order by k.id", KeyRingEntity.class)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList()) {
      if (!wrap.opens(key.id(), key.purpose(), key.wrapped())) {
        byte[] plain = wrap.unwrap(key.id(), key.purpose(), key.wrapped());
        key.wrapAgain(wrap.wrap(key.id(), key.purpose(), plain, random));
        changed++;
      }
    }
    return changed;
  }

  /** As {@link #insert}, in the caller's transaction when there is one. */
  @Transactional
  public void add(KeyRingEntity entry) {
    entities.persist(entry);
    entities.flush();
  }
}
