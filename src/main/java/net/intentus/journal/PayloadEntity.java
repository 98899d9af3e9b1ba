package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/** Redacted envelope and answer of one execution, compressed. */
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
  static void bind(PreparedStatement insert, Append append) throws SQLException {
    insert.setString(1, append.executionId());
    insert.setBytes(2, packed(append.envelope()));
    insert.setBytes(3, packed(append.response()));
  }

  /** Adds the answer, and puts another envelope in the place of the stored one. */
  void settle(byte @Nullable [] otherEnvelope, byte[] answer) {
    response = packed(answer);
    if (otherEnvelope != null) {
      envelope = packed(otherEnvelope);
    }
  }

  private static byte @Nullable [] packed(byte @Nullable [] plain) {
    return plain == null ? null : Compression.compress(plain);
  }

  @Nullable JsonNode envelope() throws CorruptBlock {
    return read(envelope);
  }

  @Nullable JsonNode response() throws CorruptBlock {
    return read(response);
  }

  private static @Nullable JsonNode read(byte @Nullable [] packed) throws CorruptBlock {
    if (packed == null) {
      return null;
    }
    try {
      return Json.readStored(Compression.expand(packed, 0));
    } catch (IOException e) {
      throw new CorruptBlock();
    }
  }
}
