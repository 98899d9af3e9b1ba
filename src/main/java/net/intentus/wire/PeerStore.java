package net.intentus.wire;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of peers and their keys. Thread-safe in the container. */
@Singleton
class PeerStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  PeerStore() {}

  PeerStore(EntityManager entities) {
    this.entities = entities;
  }

  /** A peer and its keys, oldest first. */
  record Stored(PeerEntity peer, List<PeerKeyEntity> keys) {}

  @Transactional
  public Optional<Stored> find(String nodeId) {
    return Optional.ofNullable(entities.find(PeerEntity.class, nodeId)).map(this::withKeys);
  }

  /** The same, kept from all others until the transaction ends. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Stored> lock(String nodeId) {
    return Optional.ofNullable(
            entities.find(PeerEntity.class, nodeId, LockModeType.PESSIMISTIC_WRITE))
        .map(this::withKeys);
  }

  /** Up to that many behind a node id, in order. */
  @Transactional
  public List<Stored> after(@Nullable String nodeId, int limit) {
    return entities
        .createQuery(
            "select p from PeerEntity p where p.nodeId > :after order by p.nodeId",
            PeerEntity.class)
        .setParameter("after", nodeId == null ? "" : nodeId)
        .setMaxResults(limit)
        .getResultStream()
        .map(this::withKeys)
        .toList();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(PeerEntity peer) {
    entities.persist(peer);
    entities.flush();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(PeerKeyEntity key) {
    entities.persist(key);
    entities.flush();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(PeerKeyEntity key) {
    entities.remove(key);
    entities.flush();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void remove(Stored stored) {
    stored.keys().forEach(entities::remove);
    entities.flush();
    entities.remove(stored.peer());
    entities.flush();
  }

  private Stored withKeys(PeerEntity peer) {
    return new Stored(
        peer,
        entities
            .createQuery(
                "select k from PeerKeyEntity k where k.nodeId = :nodeId order by k.createdAt, k.id",
                PeerKeyEntity.class)
            .setParameter("nodeId", peer.nodeId())
            .getResultList());
  }
}
