package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sealed part of what an execution needs to be finished. Inserted and deleted, never updated. */
@Entity
@Table(name = "execution_original")
@IdClass(KeptEntity.Key.class)
class KeptEntity {
  private static final String INSERT =
      "INSERT INTO execution_original (execution_id, part, sealed) VALUES (?,?,?)";
  private static final String DELETE = "DELETE FROM execution_original WHERE execution_id = ?";

  @Id
  @Column(name = "execution_id")
  private String executionId;

  @Id private int part;
  private byte[] sealed;

  protected KeptEntity() {}

  /** Does what the appends say; most say nothing, and then nothing is asked of the database. */
  static void write(Connection connection, List<Append> batch) throws SQLException {
    if (batch.stream().anyMatch(append -> !append.custody().kept().isEmpty())) {
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (Append append : batch) {
          for (Map.Entry<Integer, byte[]> part : append.custody().kept().entrySet()) {
            insert.setString(1, append.executionId());
            insert.setInt(2, part.getKey());
            insert.setBytes(3, part.getValue());
            insert.addBatch();
          }
        }
        insert.executeBatch();
      }
    }
    if (batch.stream().anyMatch(append -> append.custody().erase())) {
      try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
        for (Append append : batch) {
          if (append.custody().erase()) {
            delete.setString(1, append.executionId());
            delete.addBatch();
          }
        }
        delete.executeBatch();
      }
    }
  }

  int part() {
    return part;
  }

  byte[] sealed() {
    return sealed;
  }

  /** The primary key. */
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private @Nullable String executionId;
    private int part;

    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && part == key.part
          && Objects.equals(executionId, key.executionId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(executionId, part);
    }
  }
}
