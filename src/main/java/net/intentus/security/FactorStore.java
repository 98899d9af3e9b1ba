package net.intentus.security;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** The tables of second factors, recovery codes and sign-ins that lack a factor. */
@Singleton
class FactorStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  /**
   * A second factor.
   *
   * @param sealed the shared secret, in base64
   * @param confirmed whether the user has shown a code of it
   * @param lastStep the last step whose code was used
   */
  record Stored(String sealed, boolean confirmed, long lastStep) {
    @Override
    public String toString() {
      return "Stored[confirmed=" + confirmed + "]";
    }
  }

  @Transactional
  public Optional<Stored> find(String user) {
    return Optional.ofNullable(entities.find(FactorRow.class, user)).map(FactorRow::stored);
  }

  /** Offers a secret in the place of one that was not confirmed; false when one is confirmed. */
  @Transactional
  public boolean offer(String user, String sealed) {
    entities
        .createQuery("DELETE FROM FactorRow f WHERE f.userName = :user AND f.confirmedAt IS NULL")
        .setParameter("user", user)
        .executeUpdate();
    if (find(user).isPresent()) {
      return false;
    }
    entities.persist(new FactorRow(user, sealed));
    return true;
  }

  /** Confirms what was offered; false when another has done so. */
  @Transactional
  public boolean confirm(String user, long step, long now) {
    return entities
            .createQuery(
                "UPDATE FactorRow f SET f.confirmedAt = :now, f.lastStep = :step"
                    + " WHERE f.userName = :user AND f.confirmedAt IS NULL")
            .setParameter("now", now)
            .setParameter("step", step)
            .setParameter("user", user)
            .executeUpdate()
        == 1;
  }

  /** Uses the code of a step; false when it, or a later one, was used before. */
  @Transactional
  public boolean use(String user, long step) {
    return entities
            .createQuery(
                "UPDATE FactorRow f SET f.lastStep = :step WHERE f.userName = :user"
                    + " AND f.confirmedAt IS NOT NULL AND f.lastStep < :step")
            .setParameter("step", step)
            .setParameter("user", user)
            .executeUpdate()
        == 1;
  }

  /** Uses a recovery code; false when there is none like that. */
  @Transactional
  public boolean useCode(String user, String hash) {
    return entities
            .createQuery(
                "DELETE FROM RecoveryCodeRow c WHERE c.userName = :user AND c.codeHash = :hash")
            .setParameter("user", user)
            .setParameter("hash", hash)
            .executeUpdate()
        == 1;
  }

  /** Makes these the user's recovery codes. */
  @Transactional
  public void replaceCodes(String user, List<String> hashes) {
    deleteCodes(user);
    hashes.forEach(hash -> entities.persist(new RecoveryCodeRow(user, hash)));
  }

  @Transactional
  public int codes(String user) {
    return entities
        .createQuery(
            "SELECT COUNT(c.codeHash) FROM RecoveryCodeRow c WHERE c.userName = :user", Long.class)
        .setParameter("user", user)
        .getSingleResult()
        .intValue();
  }

  /** Removes the factor, its codes and the sign-ins that wait for it; false when there is none. */
  @Transactional
  public boolean delete(String user) {
    deleteCodes(user);
    endPending(user);
    return entities
            .createQuery("DELETE FROM FactorRow f WHERE f.userName = :user")
            .setParameter("user", user)
            .executeUpdate()
        == 1;
  }

  private void deleteCodes(String user) {
    entities
        .createQuery("DELETE FROM RecoveryCodeRow c WHERE c.userName = :user")
        .setParameter("user", user)
        .executeUpdate();
  }

  /** Notes a sign-in that waits, and forgets all that wait no more. */
  @Transactional
  public void await(String tokenHash, String user, long now, long until) {
    entities
        .createQuery("DELETE FROM PendingRow p WHERE p.expiresAt <= :now")
        .setParameter("now", now)
        .executeUpdate();
    entities.persist(new PendingRow(tokenHash, user, until));
  }

  /** Whose sign-in it is that waits. */
  @Transactional
  public Optional<String> waiting(String tokenHash, long now) {
    return Optional.ofNullable(entities.find(PendingRow.class, tokenHash))
        .filter(row -> !row.over(now))
        .map(PendingRow::userName);
  }

  /** Ends the waiting; false when somebody else has. */
  @Transactional
  public boolean ended(String tokenHash) {
    return entities
            .createQuery("DELETE FROM PendingRow p WHERE p.tokenHash = :hash")
            .setParameter("hash", tokenHash)
            .executeUpdate()
        == 1;
  }

  /** Ends all that waits of a user: its password is another. */
  @Transactional
  public void endPending(String user) {
    entities
        .createQuery("DELETE FROM PendingRow p WHERE p.userName = :user")
        .setParameter("user", user)
        .executeUpdate();
  }
}
