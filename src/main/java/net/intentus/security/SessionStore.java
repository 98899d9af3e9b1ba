package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

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
