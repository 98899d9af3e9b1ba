package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

/** The row that makes the bootstrap happen once. */
@Singleton
class BootstrapStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  /** Locks the row until the caller's transaction ends; other instances wait here. */
  @Transactional(Transactional.TxType.MANDATORY)
  public BootstrapMark lock() {
    return entities.find(BootstrapMark.class, BootstrapMark.ONLY, LockModeType.PESSIMISTIC_WRITE);
  }
}
