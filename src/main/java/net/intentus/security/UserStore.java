package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;

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
