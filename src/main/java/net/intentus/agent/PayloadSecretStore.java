package net.intentus.agent;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of secrets. Thread-safe in the container. */
@Singleton
class PayloadSecretStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  PayloadSecretStore() {}

  PayloadSecretStore(EntityManager entities) {
    this.entities = entities;
  }

  /** The tenant's own secret of that name, else that of all tenants. */
  @Transactional
  public Optional<PayloadSecretEntity> find(@Nullable String tenant, String name) {
    return one(tenant, name).or(() -> one(null, name));
  }

  private Optional<PayloadSecretEntity> one(@Nullable String tenant, String name) {
    return Optional.ofNullable(
        entities.find(PayloadSecretEntity.class, PayloadSecretEntity.id(tenant, name)));
  }

  /** That very secret, kept from all others until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<PayloadSecretEntity> lock(@Nullable String tenant, String name) {
    return Optional.ofNullable(
        entities.find(
            PayloadSecretEntity.class,
            PayloadSecretEntity.id(tenant, name),
            LockModeType.PESSIMISTIC_WRITE));
  }

  /**
   * Up to that many behind an id, in order.
   *
   * @param tenant whose; null for all
   */
  @Transactional
  public List<PayloadSecretEntity> after(@Nullable String id, int limit, @Nullable String tenant) {
    return entities
        .createQuery(
            "select s from PayloadSecretEntity s where s.id > :after"
                + " and (:every = true or s.tenant = :tenant) order by s.id",
            PayloadSecretEntity.class)
        .setParameter("after", id == null ? "" : id)
        .setParameter("every", tenant == null)
        .setParameter("tenant", tenant == null ? "" : tenant)
        .setMaxResults(limit)
        .getResultList();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(PayloadSecretEntity secret) {
    entities.persist(secret);
    entities.flush();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(PayloadSecretEntity secret) {
    entities.remove(secret);
  }
}
