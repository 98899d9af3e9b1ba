package net.intentus.agent;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of credentials. Thread-safe in the container. */
@Singleton
class CredentialStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  CredentialStore() {}

  CredentialStore(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional
  public Optional<CredentialEntity> find(String name) {
    return Optional.ofNullable(entities.find(CredentialEntity.class, name));
  }

  /** The same, kept from all others until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<CredentialEntity> lock(String name) {
    return Optional.ofNullable(
        entities.find(CredentialEntity.class, name, LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * Up to that many behind a name, in order.
   *
   * @param tenant whose; null for all
   */
  @Transactional
  public List<CredentialEntity> after(@Nullable String name, int limit, @Nullable String tenant) {
    return entities
        .createQuery(
            "select c from CredentialEntity c where c.name > :after"
                + " and (:every = true or c.tenant = :tenant) order by c.name",
            CredentialEntity.class)
        .setParameter("after", name == null ? "" : name)
        .setParameter("every", tenant == null)
        .setParameter("tenant", tenant == null ? "" : tenant)
        .setMaxResults(limit)
        .getResultList();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(CredentialEntity credential) {
    entities.persist(credential);
    entities.flush();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(CredentialEntity credential) {
    entities.remove(credential);
  }
}
