package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes batches of appends, each batch in one transaction. */
@ApplicationScoped
class JournalStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected JournalStore() {}

  JournalStore(EntityManager entities) {
    this.entities = entities;
  }

  /** When PostgreSQL says that a transaction is committed; the server's own setting is ignored. */
  enum SynchronousCommit {
    /** When it survives a loss of power. */
    ON,
    /** When it survives the end of this process. */
    OFF
  }

  /** Stores all of them or none, on PostgreSQL. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void write(List<Append> batch, SynchronousCommit mode) {
    entities.createNativeQuery("SET LOCAL synchronous_commit TO " + mode.name()).executeUpdate();
    insert(batch);
  }

  /** Stores all of them or none. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void write(List<Append> batch) {
    insert(batch);
  }

  private void insert(List<Append> batch) {
    Map<String, ExecutionEntity> rows = rows(batch);
    for (Append append : batch) {
      if (append.opening() != null) {
        finish(append, append.opening());
      } else {
        ExecutionEntity row = rows.get(append.executionId());
        if (row == null) {
          throw new IllegalStateException("an append to an execution that was never opened");
        }
        row.advance(append.head(), append.lastSeq());
        finish(append, row);
        answer(append);
      }
    }
    try {
      insertRows(entities.unwrap(Connection.class), batch);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private static void finish(Append append, ExecutionEntity row) {
    ExecutionEnd end = append.ending();
    if (end != null) {
      row.end(end);
    }
  }

  private void answer(Append append) {
    byte[] response = append.response();
    PayloadEntity payload =
        response == null ? null : entities.find(PayloadEntity.class, append.executionId());
    if (payload != null && response != null) {
      payload.answer(response);
    }
  }

  /** Rows that are new go in as batches of plain inserts: see ADR 0006. */
  private static void insertRows(Connection connection, List<Append> batch) throws SQLException {
    try (PreparedStatement executions = connection.prepareStatement(ExecutionEntity.INSERT);
        PreparedStatement blocks = connection.prepareStatement(JournalBlockEntity.INSERT);
        PreparedStatement payloads = connection.prepareStatement(PayloadEntity.INSERT)) {
      boolean opens = false;
      for (Append append : batch) {
        append.block().bind(blocks);
        blocks.addBatch();
        if (append.opening() != null) {
          append.opening().bind(executions);
          executions.addBatch();
          PayloadEntity.bind(payloads, append);
          payloads.addBatch();
          opens = true;
        }
      }
      if (opens) {
        executions.executeBatch();
        payloads.executeBatch();
      }
      blocks.executeBatch();
    }
  }

  private Map<String, ExecutionEntity> rows(List<Append> batch) {
    Set<String> ids =
        batch.stream()
            .filter(append -> append.opening() == null)
            .map(Append::executionId)
            .collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery("select e from ExecutionEntity e where e.id in :ids", ExecutionEntity.class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(Collectors.toMap(ExecutionEntity::id, row -> row));
  }

  /** Whether the database answers. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void probe() {
    entities.createNativeQuery("SELECT 1").getSingleResult();
  }
}
