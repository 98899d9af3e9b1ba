package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Reads and clears idempotency keys; {@link KeyClaims} writes them. */
@ApplicationScoped
class IdempotencyStore {
  /** Whether the execution of the key {@code k} may still answer for itself. */
  static final String OPEN =
      "EXISTS (SELECT 1 FROM execution e WHERE e.id = k.execution_id"
          + " AND e.status IN ('QUEUED', 'RUNNING', 'WAITING_APPROVAL'))";

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected IdempotencyStore() {}

  IdempotencyStore(EntityManager entities) {
    this.entities = entities;
  }

  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped
  public KeyState find(IdempotencyClaim claim) {
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT k.digest, k.execution_id, k.expires_at, e.subject, e.status"
                    + " FROM idempotency_key k LEFT JOIN execution e ON e.id = k.execution_id"
                    + " WHERE k.tenant = ?1 AND k.idem_key = ?2")
            .setParameter(1, claim.tenant())
            .setParameter(2, claim.key())
            .getResultList();
    return rows.isEmpty() ? new KeyState.Free() : state(rows.get(0), claim);
  }

  private static KeyState state(Object[] row, IdempotencyClaim claim) {
    ExecutionStatus status = row[4] == null ? null : ExecutionStatus.valueOf((String) row[4]);
    boolean open = status != null && !status.terminal();
    if (!open && ((Number) row[2]).longValue() <= claim.at().toEpochMilli()) {
      return new KeyState.Free();
    }
    return new KeyState.Taken(
        (String) row[1],
        MessageDigest.isEqual((byte[]) row[0], claim.digest()),
        (String) row[3],
        status);
  }

  /**
   * Clears that many expired keys away and says how many there were. Skips those that another
   * transaction is busy with, so that neither waits for the other.
   */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped
  public int clear(Instant now, int limit) {
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT k.tenant, k.idem_key FROM idempotency_key k WHERE k.expires_at <= ?1"
                    + " AND NOT "
                    + OPEN
                    + " ORDER BY k.expires_at FETCH FIRST "
                    + limit
                    + " ROWS ONLY FOR UPDATE SKIP LOCKED")
            .setParameter(1, now.toEpochMilli())
            .getResultList();
    if (!rows.isEmpty()) {
      delete(rows);
    }
    return rows.size();
  }

  private void delete(List<Object[]> keys) {
    try (PreparedStatement delete =
        entities
            .unwrap(Connection.class)
            .prepareStatement("DELETE FROM idempotency_key WHERE tenant = ? AND idem_key = ?")) {
      for (Object[] key : keys) {
        delete.setString(1, (String) key[0]);
        delete.setString(2, (String) key[1]);
        delete.addBatch();
      }
      delete.executeBatch();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}
