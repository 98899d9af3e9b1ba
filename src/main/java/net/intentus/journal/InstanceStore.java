package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

/** Who is alive, by the clock of the database. */
@ApplicationScoped
class InstanceStore {
  /** Milliseconds since 1970, as the database sees it. */
  static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

  private static final long FORGET_MS = 3_600_000;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected InstanceStore() {}

  InstanceStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Prolongs the lease, or takes one; fails when nothing can be written. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void beat(String id, long leaseMs) {
    int beaten =
        entities
            .createNativeQuery(
                "UPDATE instance SET lease_until = " + NOW + " + " + leaseMs + " WHERE id = ?1")
            .setParameter(1, id)
            .executeUpdate();
    if (beaten == 0) {
      entities
          .createNativeQuery(
              "INSERT INTO instance (id, lease_until) VALUES (?1, " + NOW + " + " + leaseMs + ")")
          .setParameter(1, id)
          .executeUpdate();
    }
  }

  /** Ends a lease: whatever the instance has left open is anybody's. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void end(String id) {
    entities
        .createNativeQuery("DELETE FROM instance WHERE id = ?1")
        .setParameter(1, id)
        .executeUpdate();
  }

  /** Ends all leases but one, where there can be no other instance. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void endOthers(String id) {
    entities
        .createNativeQuery("DELETE FROM instance WHERE id <> ?1")
        .setParameter(1, id)
        .executeUpdate();
  }

  /** Removes those that have been dead for an hour; no row is as dead as an old one. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void sweep() {
    entities
        .createNativeQuery("DELETE FROM instance WHERE lease_until < " + NOW + " - " + FORGET_MS)
        .executeUpdate();
  }
}
