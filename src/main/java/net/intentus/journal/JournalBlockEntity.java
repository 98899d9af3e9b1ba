package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of one append. Never updated. */
@Entity
@Table(name = "journal_block")
@IdClass(JournalBlockEntity.Key.class)
class JournalBlockEntity {
  @Id
  @Column(name = "execution_id")
  private String executionId;

  @Id
  @Column(name = "first_seq")
  private int firstSeq;

  private int events;
  private byte[] data;

  protected JournalBlockEntity() {}

  JournalBlockEntity(String executionId, int firstSeq, int events, byte[] data) {
    this.executionId = executionId;
    this.firstSeq = firstSeq;
    this.events = events;
    this.data = data;
  }

  static final String INSERT =
      "INSERT INTO journal_block (execution_id, first_seq, events, data) VALUES (?,?,?,?)";

  /** Fills {@link #INSERT}. */
  void bind(PreparedStatement insert) throws SQLException {
    insert.setString(1, executionId);
    insert.setInt(2, firstSeq);
    insert.setInt(3, events);
    insert.setBytes(4, data);
  }

  int firstSeq() {
    return firstSeq;
  }

  int events() {
    return events;
  }

  byte[] data() {
    return data;
  }

  /** The primary key. */
  static class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    private @Nullable String executionId;
    private int firstSeq;

    Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && firstSeq == key.firstSeq
          && Objects.equals(executionId, key.executionId);
    }

    @Override
    public int hashCode() {
      return Objects.hash(executionId, firstSeq);
    }
  }
}
