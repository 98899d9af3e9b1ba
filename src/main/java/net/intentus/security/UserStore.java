package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of console users. */
@Singleton
class UserStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  /** A user with the stored form of the password. */
  record Known(ConsoleUser user, String passwordHash) {
    @Override
    public String toString() {
      return "Known[" + user.name() + "]";
    }
  }

  @Transactional
  public Optional<Known> find(String name) {
    return Optional.ofNullable(entities.find(UserRow.class, name))
        .map(row -> new Known(row.user(), row.passwordHash()));
  }

  /**
   * One page, by name.
   *
   * @param tenant null for all
   * @param after the name that the page begins behind; empty for the first
   */
  @Transactional
  public List<ConsoleUser> page(@Nullable String tenant, String after, int limit) {
    TypedQuery<UserRow> query =
        entities
            .createQuery(
                "SELECT u FROM UserRow u WHERE u.name > :after"
                    + (tenant == null ? "" : " AND u.tenant = :tenant")
                    + " ORDER BY u.name",
                UserRow.class)
            .setParameter("after", after)
            .setMaxResults(limit);
    if (tenant != null) {
      query.setParameter("tenant", tenant);
    }
    return query.getResultStream().map(UserRow::user).toList();
  }

  /** Gives the user that tenant and those roles, and lets it in or not. */
  @Transactional
  public void change(ConsoleUser wanted) {
    UserRow row = entities.find(UserRow.class, wanted.name());
    if (row != null) {
      row.change(wanted);
    }
  }

  @Transactional
  public void insert(ConsoleUser user, String passwordHash, long now) {
    entities.persist(new UserRow(user, passwordHash, now));
  }

  @Transactional
  public void changePassword(String name, String passwordHash) {
    UserRow row = entities.find(UserRow.class, name);
    if (row != null) {
      row.changePassword(passwordHash);
    }
  }

  /** Sets the password and lets the user in again; false when there is no such user. */
  @Transactional
  public boolean restore(String name, String passwordHash) {
    UserRow row = entities.find(UserRow.class, name);
    if (row == null) {
      return false;
    }
    row.changePassword(passwordHash);
    row.enable();
    return true;
  }
}
