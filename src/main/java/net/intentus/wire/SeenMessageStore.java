package net.intentus.wire;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The messages that were accepted of late. Thread-safe in the container. */
@Singleton
class SeenMessageStore {
  private static final String DUPLICATE = "23505";

  /** H2 knows no ON CONFLICT. */
  private static final String H2 =
      "MERGE INTO peer_message m USING (SELECT CAST(? AS VARBINARY(32)) digest,"
          + " CAST(? AS BIGINT) expires_at) n ON m.digest = n.digest"
          + " WHEN MATCHED AND m.expires_at <= ? THEN UPDATE SET expires_at = n.expires_at"
          + " WHEN NOT MATCHED THEN INSERT (digest, expires_at) VALUES (n.digest, n.expires_at)";

  private static final String POSTGRESQL =
      "INSERT INTO peer_message AS m (digest, expires_at) VALUES (?, ?) ON CONFLICT (digest)"
          + " DO UPDATE SET expires_at = EXCLUDED.expires_at WHERE m.expires_at <= ?";

  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  SeenMessageStore() {}

  SeenMessageStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Notes the message, durably, unless it is noted already.
   *
   * @param now in milliseconds since 1970
   * @param until how long it counts
   * @return whether it is new, for exactly one of all who ask
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean first(byte[] digest, long now, long until) {
    Connection connection = entities.unwrap(Connection.class);
    try {
      boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
      try (PreparedStatement insert = connection.prepareStatement(h2 ? H2 : POSTGRESQL)) {
        insert.setBytes(1, digest);
        insert.setLong(2, until);
        insert.setLong(3, now);
        return insert.executeUpdate() == 1;
      }
    } catch (SQLException e) {
      if (DUPLICATE.equals(e.getSQLState())) {
        return false; // H2, when two come at the same moment
      }
      throw new PersistenceException(e);
    }
  }

  /** Clears up to that many expired messages away and says how many there were. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public int clear(long now, int limit) {
    return entities
        .createNativeQuery(
            "DELETE FROM peer_message WHERE digest IN (SELECT digest FROM peer_message"
                + " WHERE expires_at <= ?1 ORDER BY expires_at FETCH FIRST "
                + limit
                + " ROWS ONLY)")
        .setParameter(1, now)
        .executeUpdate();
  }
}
