package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Redacted envelope and answer of one execution, compressed or encrypted. */
@Entity
@Table(name = "execution_payload")
class PayloadEntity {
  @Id
  @Column(name = "execution_id")
  private String executionId;

  private byte @Nullable [] envelope;
  private byte @Nullable [] response;

  protected PayloadEntity() {}

  static final String INSERT =
      "INSERT INTO execution_payload (execution_id, envelope, response) VALUES (?,?,?)";

  /** Fills {@link #INSERT}. */
  static void bind(
      PreparedStatement insert, String executionId, byte[] envelope, byte @Nullable [] response)
      throws SQLException {
    insert.setString(1, executionId);
    insert.setBytes(2, PayloadVault.packed(envelope));
    insert.setBytes(3, PayloadVault.packed(response));
  }

  /** Adds the answer, and puts another envelope in the place of the stored one. */
  void settle(byte @Nullable [] otherEnvelope, byte[] answer) {
    response = PayloadVault.packed(answer);
    if (otherEnvelope != null) {
      envelope = PayloadVault.packed(otherEnvelope);
    }
  }

  /** What a column holds; null for nothing. */
  byte @Nullable [] packed(PayloadPart part) {
    return part == PayloadPart.ENVELOPE ? envelope : response;
  }
}
