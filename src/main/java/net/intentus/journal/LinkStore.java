package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Which execution repeats which. Rows exist for replays only. */
@ApplicationScoped
class LinkStore {
  private static final String INSERT =
      "INSERT INTO execution_link (parent_id, child_id) VALUES (?,?)";

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected LinkStore() {}

  LinkStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Links every replay that the batch opens, in the batch's own transaction. */
  static void insert(Connection connection, List<Append> batch) throws SQLException {
    for (Append append : batch) {
      ExecutionEntity opening = append.opening();
      String parent = opening == null ? null : opening.parent();
      if (parent != null) {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
          insert.setString(1, parent);
          insert.setString(2, append.executionId());
          insert.executeUpdate();
        }
      }
    }
  }

  /** The executions that repeat that one, newest first. */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the result class is given
  public List<ExecutionSummary> children(String parent, int limit) {
    Query query =
        entities.createNativeQuery(
            "SELECT e.* FROM execution_link l JOIN execution e ON e.id = l.child_id"
                + " WHERE l.parent_id = ?1 ORDER BY l.child_id DESC",
            ExecutionEntity.class);
    query.setParameter(1, parent);
    query.setMaxResults(limit);
    List<ExecutionEntity> rows = query.getResultList();
    return rows.stream().map(ExecutionEntity::summary).toList();
  }
}
