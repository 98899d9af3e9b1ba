package net.intentus.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The wrapped data keys, and how often each is used. */
@ApplicationScoped
class DataKeyStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  protected DataKeyStore() {}

  DataKeyStore(EntityManager entities) {
    this.entities = entities;
  }

  /** All data keys, in no particular order. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<KeyRingEntity> all() {
    return new KeyRingStore(entities).ofPurpose(DataKeys.PURPOSE);
  }

  /** Adds a key that nobody has used; fails when there is one of that id. */
  @Transactional
  public void add(KeyRingEntity key) {
    new KeyRingStore(entities).add(key);
    entities
        .createNativeQuery("INSERT INTO data_key_use (key_id, uses) VALUES (?1, 0)")
        .setParameter(1, key.id())
        .executeUpdate();
  }

  /** Takes that many uses of a key; false when it would be used too often then. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean take(String id, long uses, long most) {
    return entities
            .createNativeQuery(
                "UPDATE data_key_use SET uses = uses + ?1 WHERE key_id = ?2 AND uses <= ?3")
            .setParameter(1, uses)
            .setParameter(2, id)
            .setParameter(3, most - uses)
            .executeUpdate()
        == 1;
  }

  /** How many uses of each key are taken. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Map<String, Long> uses() {
    Map<String, Long> uses = new HashMap<>();
    for (Object row :
        entities.createNativeQuery("SELECT key_id, uses FROM data_key_use").getResultList()) {
      Object[] columns = (Object[]) row;
      uses.put((String) columns[0], ((Number) columns[1]).longValue());
    }
    return uses;
  }
}
