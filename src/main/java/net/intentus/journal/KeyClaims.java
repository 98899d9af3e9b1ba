package net.intentus.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Takes idempotency keys in the transaction that opens their executions. */
final class KeyClaims {
  /** Free, expired, or claimed by this very append in a commit whose outcome got lost. */
  private static final String TAKEABLE =
      "k.execution_id = n.execution_id OR (k.expires_at <= n.created_at AND NOT "
          + IdempotencyStore.OPEN
          + ")";

  private static final String COLUMNS =
      "tenant, idem_key, digest, execution_id, created_at, expires_at";

  /** H2 knows no ON CONFLICT. One writer of one process claims keys there. */
  private static final String H2 =
      "MERGE INTO idempotency_key k USING (SELECT CAST(? AS VARCHAR(256)) tenant,"
          + " CAST(? AS VARCHAR(255)) idem_key, CAST(? AS VARBINARY(32)) digest,"
          + " CAST(? AS VARCHAR(36)) execution_id, CAST(? AS BIGINT) created_at,"
          + " CAST(? AS BIGINT) expires_at) n"
          + " ON k.tenant = n.tenant AND k.idem_key = n.idem_key"
          + (" WHEN MATCHED AND (" + TAKEABLE + ") THEN UPDATE SET digest = n.digest,")
          + " execution_id = n.execution_id, created_at = n.created_at, expires_at = n.expires_at"
          + (" WHEN NOT MATCHED THEN INSERT (" + COLUMNS + ") VALUES (n.tenant, n.idem_key,")
          + " n.digest, n.execution_id, n.created_at, n.expires_at)";

  /**
   * A SELECT instead of VALUES keeps the driver from joining the statements of a batch into one,
   * which would hide which of them found its key taken.
   */
  private static final String POSTGRESQL =
      ("INSERT INTO idempotency_key AS k (" + COLUMNS + ")")
          + " SELECT ?, ?, ?, ?, ?, ? ON CONFLICT (tenant, idem_key) DO UPDATE SET"
          + " digest = EXCLUDED.digest, execution_id = EXCLUDED.execution_id,"
          + " created_at = EXCLUDED.created_at, expires_at = EXCLUDED.expires_at WHERE "
          + TAKEABLE.replace("n.", "EXCLUDED.");

  private KeyClaims() {}

  /**
   * Those that claim a key, by tenant and key: every instance takes keys in one order, so that no
   * two wait for each other in a circle.
   */
  static List<Append> among(List<Append> batch) {
    List<Append> claiming = null;
    for (Append append : batch) {
      if (append.claim() != null) {
        claiming = claiming == null ? new ArrayList<>() : claiming;
        claiming.add(append);
      }
    }
    if (claiming == null) {
      return List.of();
    }
    claiming.sort(
        Comparator.comparing((Append append) -> claim(append).tenant())
            .thenComparing(append -> claim(append).key()));
    return claiming;
  }

  /**
   * Takes their keys and gives the appends whose key was taken already; of two that want the same
   * key the first gets it.
   */
  static List<Append> take(Connection connection, List<Append> claiming) throws SQLException {
    boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
    if (!h2) {
      try (Statement patience = connection.createStatement()) {
        // An instance that hangs in its commit must not hold this one's writer for long.
        patience.execute("SET LOCAL lock_timeout TO '1s'");
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(h2 ? H2 : POSTGRESQL)) {
      for (Append append : claiming) {
        bind(statement, append.executionId(), claim(append));
        statement.addBatch();
      }
      return untouched(claiming, statement.executeBatch());
    }
  }

  private static IdempotencyClaim claim(Append append) {
    IdempotencyClaim claim = append.claim();
    if (claim == null) {
      throw new IllegalArgumentException("an append without a claim");
    }
    return claim;
  }

  private static void bind(PreparedStatement statement, String executionId, IdempotencyClaim claim)
      throws SQLException {
    statement.setString(1, claim.tenant());
    statement.setString(2, claim.key());
    statement.setBytes(3, claim.digest());
    statement.setString(4, executionId);
    statement.setLong(5, claim.at().toEpochMilli());
    statement.setLong(6, claim.expiresAt().toEpochMilli());
  }

  private static List<Append> untouched(List<Append> claiming, int[] changed) {
    List<Append> refused = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 0) {
        refused.add(claiming.get(i));
      }
    }
    return refused;
  }
}
