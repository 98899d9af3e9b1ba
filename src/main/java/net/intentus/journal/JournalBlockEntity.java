package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import net.intentus.privacy.KeySignature;
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
  private byte @Nullable [] data;

  /** What {@link #data} will be made of once it is stored. */
  @Transient private @Nullable PlainBlock plain;

  @Transient private @Nullable KeySignature signature;

  protected JournalBlockEntity() {}

  /**
   * A block that is packed when it is stored.
   *
   * @param signature of the head that the block ends with, or null
   */
  JournalBlockEntity(String executionId, PlainBlock plain, @Nullable KeySignature signature) {
    this.executionId = executionId;
    this.firstSeq = plain.firstSeq();
    this.events = plain.events();
    this.plain = plain;
    this.signature = signature;
  }

  static final String INSERT =
      "INSERT INTO journal_block (execution_id, first_seq, events, data) VALUES (?,?,?,?)";

  /** Fills {@link #INSERT}. */
  void bind(PreparedStatement insert) throws SQLException {
    insert.setString(1, executionId);
    insert.setInt(2, firstSeq);
    insert.setInt(3, events);
    insert.setBytes(4, data());
  }

  int firstSeq() {
    return firstSeq;
  }

  int events() {
    return events;
  }

  byte[] data() {
    byte[] known = data;
    if (known == null) {
      byte[] block = BlockCodec.pack(plain());
      known = signature == null ? block : SignedBlock.of(signature, block);
      data = known;
    }
    return known;
  }

  /** The events that a new block is made of. */
  PlainBlock plain() {
    PlainBlock known = plain;
    if (known == null) {
      throw new IllegalStateException("a block that was read from the database stays packed");
    }
    return known;
  }

  /** The signature that a new block is stored with, or null. */
  @Nullable KeySignature signature() {
    return signature;
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
