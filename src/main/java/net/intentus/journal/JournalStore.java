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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;

/** Writes batches of appends, each batch in one transaction. */
@ApplicationScoped
class JournalStore {
  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  @Inject AuditLog audit;

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

  /**
   * Stores all of them or none, on PostgreSQL, but for those whose precondition does not hold: they
   * are left out and returned.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Append> write(List<Append> batch, SynchronousCommit mode) {
    entities.createNativeQuery("SET LOCAL synchronous_commit TO " + mode.name()).executeUpdate();
    return insertPermitted(batch);
  }

  /**
   * Stores all of them or none, but for those whose precondition does not hold: they are left out
   * and returned.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Append> write(List<Append> batch) {
    return insertPermitted(batch);
  }

  private List<Append> insertPermitted(List<Append> batch) {
    List<Append> claiming = KeyClaims.among(batch);
    if (claiming.isEmpty()) {
      insert(batch);
      return List.of();
    }
    try {
      List<Append> refused = KeyClaims.take(entities.unwrap(Connection.class), claiming);
      List<Append> permitted = new ArrayList<>(batch);
      permitted.removeAll(refused);
      insert(permitted);
      return refused;
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /** Stores those of them that are not stored yet. Opening and closing appends only. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void writeMissing(List<Append> batch) {
    insert(absent(batch));
  }

  /** Those of them that are not stored. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<Append> missing(List<Append> batch) {
    return absent(batch);
  }

  private List<Append> absent(List<Append> batch) {
    return batch.stream()
        .filter(
            append ->
                entities
                    .createQuery(
                        "select count(b) from JournalBlockEntity b"
                            + " where b.executionId = :id and b.firstSeq = :seq",
                        Long.class)
                    .setParameter("id", append.executionId())
                    .setParameter("seq", append.block().firstSeq())
                    .getSingleResult()
                    .equals(0L))
        .toList();
  }

  private void insert(List<Append> batch) {
    Map<String, ExecutionEntity> rows = rows(batch);
    List<ExecutionEntity> opened = new ArrayList<>();
    for (Append append : batch) {
      ExecutionEntity row;
      if (append.opening() != null) {
        row = append.opening().copy(); // a batch that fails is written again in parts
        opened.add(row);
      } else {
        row = rows.get(append.executionId());
        if (row == null) {
          throw new IllegalStateException("an append to an execution that was never opened");
        }
        row.advance(append);
        settle(append);
      }
      finish(append, row);
    }
    for (Append append : batch) {
      AuditEntry entry = append.custody().audit();
      if (entry != null) {
        audit.record(entry);
      }
    }
    try {
      Connection connection = entities.unwrap(Connection.class);
      insertRows(connection, batch, opened);
      KeptEntity.write(connection, batch);
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

  /** An execution that was open ends: the answer joins the envelope, or both are gone. */
  private void settle(Append append) {
    byte[] response = append.response();
    PayloadEntity payload =
        append.ending() == null ? null : entities.find(PayloadEntity.class, append.executionId());
    if (payload == null) {
      return;
    }
    if (response == null) {
      entities.remove(payload);
    } else {
      payload.settle(append.envelope(), response);
    }
  }

  /** Rows that are new go in as batches of plain inserts: see ADR 0006. */
  private static void insertRows(
      Connection connection, List<Append> batch, List<ExecutionEntity> opened) throws SQLException {
    try (PreparedStatement executions = connection.prepareStatement(ExecutionEntity.INSERT);
        PreparedStatement blocks = connection.prepareStatement(JournalBlockEntity.INSERT);
        PreparedStatement payloads = connection.prepareStatement(PayloadEntity.INSERT)) {
      for (ExecutionEntity row : opened) {
        row.bind(executions);
        executions.addBatch();
      }
      for (Append append : batch) {
        append.block().bind(blocks);
        blocks.addBatch();
        if (append.opening() != null) {
          if (append.envelope() != null) {
            PayloadEntity.bind(payloads, append);
            payloads.addBatch();
          }
        }
      }
      if (!opened.isEmpty()) {
        executions.executeBatch();
        payloads.executeBatch();
        LinkStore.insert(connection, batch);
      }
      if (!batch.isEmpty()) {
        blocks.executeBatch();
      }
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
}
