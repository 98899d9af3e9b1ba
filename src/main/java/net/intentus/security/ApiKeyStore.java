package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** The table of API keys. */
@Singleton
class ApiKeyStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  @Transactional
  public Optional<StoredKey> find(String id) {
    return Optional.ofNullable(entities.find(ApiKeyRow.class, id)).map(ApiKeyRow::stored);
  }

  @Transactional
  public void insert(ApiKey key, String secretHash) {
    entities.persist(new ApiKeyRow(key, secretHash));
  }

  /** Revokes the key, if there is one. */
  @Transactional
  public void revoke(String id, long now) {
    ApiKeyRow row = entities.find(ApiKeyRow.class, id);
    if (row != null) {
      row.revoke(now);
    }
  }
}
