package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.intentus.intent.CanonicalJson;
import org.jspecify.annotations.Nullable;

/** Puts executions back as they were. */
@ApplicationScoped
class RestoreStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private PayloadVault vault = PayloadVault.NONE;

  /** For the container. */
  protected RestoreStore() {}

  RestoreStore(EntityManager entities) {
    this(entities, PayloadVault.NONE);
  }

  RestoreStore(EntityManager entities, PayloadVault vault) {
    this.entities = entities;
    this.vault = vault;
  }

  @Inject
  void use(PayloadVault other) {
    vault = other;
  }

  /** The journal head of the execution that has this identifier. */
  @Transactional
  public Optional<String> head(String id) {
    return Optional.ofNullable(entities.find(ExecutionEntity.class, id))
        .map(row -> row.summary().journalHead());
  }

  /** Inserts the execution with everything of its own, and when it came back. */
  @Transactional
  public void insert(Evidence record, Instant now) {
    String id = record.row().executionId();
    Connection connection = entities.unwrap(Connection.class);
    try (PreparedStatement execution = connection.prepareStatement(ExecutionEntity.INSERT)) {
      ExecutionEntity.restored(record.row(), record.lastSeq()).bind(execution);
      execution.executeUpdate();
      blocks(connection, id, record);
      payload(connection, id, record);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
    entities
        .createNativeQuery(
            "INSERT INTO execution_restored (execution_id, restored_at) VALUES (?1, ?2)")
        .setParameter(1, id)
        .setParameter(2, now.toEpochMilli())
        .executeUpdate();
  }

  /** A signature stands at the end of a block; without any, all events make one. */
  private static void blocks(Connection connection, String id, Evidence record)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(JournalBlockEntity.INSERT)) {
      int from = 0;
      for (Evidence.Seal seal : record.seals()) {
        List<PackedEvent> events = record.events().subList(from, seal.seq());
        new JournalBlockEntity(id, PlainBlock.of(events), seal.signature()).bind(insert);
        insert.addBatch();
        from = seal.seq();
      }
      insert.executeBatch();
    }
  }

  private void payload(Connection connection, String id, Evidence record) throws SQLException {
    byte[] envelope = packed(id, PayloadPart.ENVELOPE, record.envelope());
    byte[] response = packed(id, PayloadPart.RESPONSE, record.response());
    if (envelope != null || response != null) {
      try (PreparedStatement insert = connection.prepareStatement(PayloadEntity.INSERT)) {
        insert.setString(1, id);
        insert.setBytes(2, envelope);
        insert.setBytes(3, response);
        insert.executeUpdate();
      }
    }
  }

  private byte @Nullable [] packed(String id, PayloadPart part, Evidence.Content content) {
    return content.document() == null
        ? null
        : PayloadVault.packed(vault.kept(id, part, CanonicalJson.bytes(content.document())));
  }
}
