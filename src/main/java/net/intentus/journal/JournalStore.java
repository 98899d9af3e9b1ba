package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import org.jspecify.annotations.Nullable;

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
    Openings openings = new Openings();
    for (Append append : batch) {
      ExecutionEntity opening = append.opening();
      if (opening != null) {
        openings.open(append, opening);
      }
    }
    Map<String, ExecutionEntity> rows = rows(batch, openings);
    for (Append append : batch) {
      if (append.opening() == null && !openings.advance(append)) {
        goOn(append, rows.get(append.executionId()));
      }
    }
    for (Append append : batch) {
      AuditEntry entry = append.custody().audit();
      if (entry != null) {
        audit.record(entry);
      }
    }
    try {
      Connection connection = entities.unwrap(Connection.class);
      openings.insert(connection, batch);
      KeptEntity.write(connection, batch);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private void goOn(Append append, @Nullable ExecutionEntity row) {
    if (row == null) {
      throw new IllegalStateException("an append to an execution that was never opened");
    }
    row.advance(append);
    ExecutionEnd end = append.ending();
    if (end != null) {
      settle(append);
      row.end(end);
    }
  }

  /** An execution that was open ends: the answer joins the envelope, or both are gone. */
  private void settle(Append append) {
    byte[] response = append.response();
    PayloadEntity payload = entities.find(PayloadEntity.class, append.executionId());
    if (payload == null) {
      return;
    }
    if (response == null) {
      entities.remove(payload);
    } else {
      payload.settle(append.envelope(), response);
    }
  }

  private Map<String, ExecutionEntity> rows(List<Append> batch, Openings openings) {
    Set<String> ids =
        batch.stream()
            .map(Append::executionId)
            .filter(id -> !openings.contains(id))
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
