package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of console sessions. */
@Singleton
class SessionStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  /** The session with its user as both are now. */
  @Transactional
  public Optional<ConsoleSession> find(String id) {
    SessionRow row = entities.find(SessionRow.class, id);
    if (row == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(entities.find(UserRow.class, row.userName()))
        .map(user -> row.session(user.user()));
  }

  /**
   * The sessions that are not over, those used last first.
   *
   * @param user null for those of everybody
   * @param tenant of the users; null for all
   */
  @Transactional
  public List<ConsoleSession> alive(
      @Nullable String user, @Nullable String tenant, long now, long idleSince, int limit) {
    TypedQuery<Object[]> query =
        entities
            .createQuery(
                "SELECT s, u FROM SessionRow s, UserRow u WHERE u.name = s.userName"
                    + " AND s.expiresAt > :now AND s.lastSeen > :idle"
                    + (user == null ? "" : " AND s.userName = :user")
                    + (tenant == null ? "" : " AND u.tenant = :tenant")
                    + " ORDER BY s.lastSeen DESC, s.tokenHash",
                Object[].class)
            .setParameter("now", now)
            .setParameter("idle", idleSince)
            .setMaxResults(limit);
    if (user != null) {
      query.setParameter("user", user);
    }
    if (tenant != null) {
      query.setParameter("tenant", tenant);
    }
    return query
        .getResultStream()
        .map(row -> ((SessionRow) row[0]).session(((UserRow) row[1]).user()))
        .toList();
  }

  @Transactional
  public void insert(ConsoleSession session) {
    entities.persist(new SessionRow(session));
  }

  @Transactional
  public void seen(String id, long now) {
    SessionRow row = entities.find(SessionRow.class, id);
    if (row != null) {
      row.seen(now);
    }
  }

  @Transactional
  public void delete(String id) {
    entities
        .createQuery("DELETE FROM SessionRow s WHERE s.tokenHash = :id")
        .setParameter("id", id)
        .executeUpdate();
  }

  @Transactional
  public int deleteAllOf(String user) {
    return entities
        .createQuery("DELETE FROM SessionRow s WHERE s.userName = :user")
        .setParameter("user", user)
        .executeUpdate();
  }

  @Transactional
  public int deleteEnded(long now, long idleSince) {
    return entities
        .createQuery("DELETE FROM SessionRow s WHERE s.expiresAt <= :now OR s.lastSeen <= :idle")
        .setParameter("now", now)
        .setParameter("idle", idleSince)
        .executeUpdate();
  }
}
