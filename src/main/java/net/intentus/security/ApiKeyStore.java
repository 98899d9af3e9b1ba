package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Revokes the key; false when there is none, or it was revoked before. */
  @Transactional
  public boolean revoke(String id, long now) {
    ApiKeyRow row = entities.find(ApiKeyRow.class, id);
    return row != null && row.revoke(now);
  }

  /** Notes a use, unless another was noted less than so long before. */
  @Transactional
  public void used(String id, long now, long atLeast) {
    entities
        .createQuery(
            "UPDATE ApiKeyRow k SET k.lastUsedAt = :now"
                + " WHERE k.id = :id AND (k.lastUsedAt IS NULL OR k.lastUsedAt <= :before)")
        .setParameter("now", now)
        .setParameter("id", id)
        .setParameter("before", now - atLeast)
        .executeUpdate();
  }

  /**
   * One page, the newest first.
   *
   * @param tenant null for all
   * @param after the key that the page begins behind, or null for the first
   */
  @Transactional
  public List<ApiKey> page(@Nullable String tenant, @Nullable ApiKey after, int limit) {
    String where = tenant == null ? "1 = 1" : "k.tenant = :tenant";
    if (after != null) {
      where += " AND (k.createdAt < :at OR (k.createdAt = :at AND k.id < :id))";
    }
    TypedQuery<ApiKeyRow> query =
        entities
            .createQuery(
                "SELECT k FROM ApiKeyRow k WHERE "
                    + where
                    + " ORDER BY k.createdAt DESC, k.id DESC",
                ApiKeyRow.class)
            .setMaxResults(limit);
    if (tenant != null) {
      query.setParameter("tenant", tenant);
    }
    if (after != null) {
      query.setParameter("at", after.createdAt().toEpochMilli()).setParameter("id", after.id());
    }
    return query.getResultStream().map(ApiKeyRow::key).toList();
  }

  /** Whether a key that is not revoked acts under that name. */
  @Transactional
  public boolean acts(String subject) {
    return entities
            .createQuery(
                "SELECT COUNT(k) FROM ApiKeyRow k"
                    + " WHERE k.subject = :subject AND k.revokedAt IS NULL",
                Long.class)
            .setParameter("subject", subject)
            .getSingleResult()
        > 0;
  }
}
