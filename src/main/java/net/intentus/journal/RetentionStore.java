package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Counts;

/** What a run reads and deletes, each method in one short transaction that renews its lease. */
@ApplicationScoped
class RetentionStore {
  /**
   * Every table that holds rows of an execution, with the column that says of which: they go
   * together or not at all. A new table of that kind is added here.
   */
  static final List<Rows> ROWS_OF_AN_EXECUTION =
      List.of(
          new Rows("execution_payload", "execution_id"),
          new Rows("journal_block", "execution_id"),
          new Rows("execution_restored", "execution_id"),
          new Rows("execution_original", "execution_id"),
          new Rows("execution_link", "parent_id"),
          new Rows("execution_link", "child_id"),
          new Rows("execution_verification", "execution_id"),
          new Rows("execution", "id"));

  record Rows(String table, String key) {}

  /** What a row of {@code execution} takes, about. */
  static final int EXECUTION_ROW_BYTES = 600;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private final RetentionRunStore runs;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected RetentionStore() {
    this.runs = null;
  }

  @Inject
  RetentionStore(RetentionRunStore runs) {
    this.runs = runs;
  }

  RetentionStore(EntityManager entities) {
    this(new RetentionRunStore(entities));
    this.entities = entities;
  }

  /** The next executions in order of identifier, whose part may have expired. */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the columns are given
  public List<Candidate> candidates(Part part, String after, String before, int limit) {
    List<String> ids =
        entities
            .createNativeQuery(
                "SELECT t.%1$s FROM %2$s t WHERE t.%1$s > ?1 AND t.%1$s < ?2 ORDER BY t.%1$s"
                        .formatted(part.key, part.table)
                    + " FETCH FIRST "
                    + limit
                    + " ROWS ONLY")
            .setParameter(1, after)
            .setParameter(2, before)
            .getResultList();
    if (ids.isEmpty()) {
      return List.of();
    }
    Stream<Object[]> rows =
        in(
                "SELECT e.id, e.intent_name, e.status, e.completed_at, r.restored_at, h.placed_at"
                    + " FROM execution e"
                    + " LEFT JOIN execution_restored r ON r.execution_id = e.id"
                    + " LEFT JOIN legal_hold h ON h.execution_id = e.id"
                    + " WHERE e.id IN (%s) ORDER BY e.id",
                ids)
            .getResultStream();
    return rows.map(RetentionStore::candidate).toList();
  }

  private static Candidate candidate(Object[] row) {
    Object since = row[4] == null ? row[3] : row[4];
    return new Candidate(
        (String) row[0],
        (String) row[1],
        ExecutionStatus.valueOf((String) row[2]),
        since == null ? null : ((Number) since).longValue(),
        row[5] != null);
  }

  /** Erases the payloads of those among them that are not held; counts only, when dry. */
  @Transactional
  public void erasePayloads(String run, List<String> ids, boolean dry) {
    runs.renew(run);
    List<String> free = dry ? ids : unheld(ids);
    if (free.isEmpty()) {
      return;
    }
    long bytes = payloadBytes(free);
    if (!dry) {
      in("DELETE FROM execution_payload WHERE execution_id IN (%s)", free).executeUpdate();
    }
    runs.progress(run, Counts.erased(free.size(), bytes));
  }

  /** Deletes those among them that are not held, with everything of theirs; dry only counts. */
  @Transactional
  public void deleteExecutions(String run, List<String> ids, boolean dry) {
    runs.renew(run);
    List<String> free = dry ? ids : unheld(ids);
    if (free.isEmpty()) {
      return;
    }
    long bytes = payloadBytes(free) + metadataBytes(free);
    if (!dry) {
      for (Rows rows : ROWS_OF_AN_EXECUTION) {
        in("DELETE FROM " + rows.table() + " WHERE " + rows.key() + " IN (%s)", free)
            .executeUpdate();
      }
    }
    runs.progress(run, Counts.deleted(free.size(), bytes));
  }

  /**
   * Locks the rows first and looks for holds afterwards: a hold is placed under the same lock, so
   * that it is either seen here or finds nothing left to hold.
   */
  @SuppressWarnings("unchecked") // native queries are untyped; the one column is text
  private List<String> unheld(List<String> ids) {
    List<String> present =
        in(
                "SELECT id FROM execution WHERE status IN ('SUCCEEDED', 'FAILED', 'CANCELLED')"
                    + " AND id IN (%s) ORDER BY id FOR UPDATE",
                ids)
            .getResultList();
    if (present.isEmpty()) {
      return List.of();
    }
    List<String> held =
        in("SELECT execution_id FROM legal_hold WHERE execution_id IN (%s)", present)
            .getResultList();
    return present.stream().filter(id -> !held.contains(id)).toList();
  }

  private long payloadBytes(List<String> ids) {
    return sum(
        in(
            "SELECT SUM(COALESCE(OCTET_LENGTH(envelope), 0) + COALESCE(OCTET_LENGTH(response), 0))"
                + " FROM execution_payload WHERE execution_id IN (%s)",
            ids));
  }

  private long metadataBytes(List<String> ids) {
    return sum(
            in("SELECT SUM(OCTET_LENGTH(data)) FROM journal_block WHERE execution_id IN (%s)", ids))
        + (long) ids.size() * EXECUTION_ROW_BYTES;
  }

  private static long sum(Query query) {
    Object sum = query.getSingleResult();
    return sum == null ? 0 : ((Number) sum).longValue();
  }

  /** A native query with that many parameters in the place of {@code %s}. */
  private Query in(String sql, List<String> ids) {
    String marks =
        IntStream.rangeClosed(1, ids.size())
            .mapToObj(i -> "?" + i)
            .collect(Collectors.joining(","));
    Query query = entities.createNativeQuery(sql.formatted(marks));
    for (int i = 0; i < ids.size(); i++) {
      query.setParameter(i + 1, ids.get(i));
    }
    return query;
  }
}
