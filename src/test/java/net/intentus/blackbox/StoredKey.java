package net.intentus.blackbox;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import net.intentus.intent.Hashes;

/** A key that is put into the database, by nobody who is asked for it. */
final class StoredKey {
  private StoredKey() {}

  /** The text of a new key with that id, for one role in one tenant. */
  static String put(Connection connection, String id, String tenant, String role)
      throws SQLException {
    String secret = "not-a-real-secret-" + id;
    byte[] digest = Hashes.sha256(secret.getBytes(StandardCharsets.US_ASCII));
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO api_key (id, secret_hash, subject, tenant, roles, created_at)"
                + " VALUES (?, ?, ?, ?, ?, 0)")) {
      insert.setString(1, id);
      insert.setString(2, HexFormat.of().formatHex(digest));
      insert.setString(3, "key:" + id);
      insert.setString(4, tenant);
      insert.setString(5, role);
      insert.executeUpdate();
    }
    return "ink_" + id + "_" + secret;
  }
}
