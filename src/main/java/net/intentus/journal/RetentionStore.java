package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.intentus.journal.Expiry.Candidate;
import net.intentus.journal.Expiry.Part;
import net.intentus.journal.RetentionRun.Cause;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;
import org.jspecify.annotations.Nullable;

/**
 * What a run reads and deletes, each method in one short transaction.
 *
 * <p>A run holds the lease while it works. Whatever it changes renews the lease in the same
 * transaction, and is not changed when another run has taken it.
 */
@ApplicationScoped
class RetentionStore {
  /** How long a run may be silent before another may begin, by the database's clock. */
  static final int LEASE_MS = 120_000;

  /** How many runs are remembered. */
  static final int REMEMBERED = 1_000;

  private static final String NOW_MS =
      "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

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

  /** For the container. */
  protected RetentionStore() {}

  RetentionStore(EntityManager entities) {
    this.entities = entities;
  }

  /** A run without the lease: another instance believes that this one is gone. */
  static final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Begins a run; empty while another works. */
  @Transactional
  public Optional<RetentionRun> begin(
      String id, Cause cause, boolean dryRun, String startedBy, Instant now) {
    int taken =
        entities
            .createNativeQuery(
                "UPDATE retention_lease SET holder = ?1, until_at = "
                    + NOW_MS
                    + " + ?2 WHERE name = 'retention' AND until_at < "
                    + NOW_MS)
            .setParameter(1, id)
            .setParameter(2, LEASE_MS)
            .executeUpdate();
    if (taken == 0) {
      return Optional.empty();
    }
    closeAbandoned(now);
    RetentionRunEntity run = RetentionRunEntity.begin(id, cause, dryRun, startedBy, now);
    entities.persist(run);
    forgetOld();
    return Optional.of(run.view());
  }

  /** Closes the rows of runs whose process ended in the middle. */
  @Transactional
  public void sweep(Instant now) {
    boolean free =
        !entities
            .createNativeQuery(
                "SELECT name FROM retention_lease WHERE name = 'retention' AND until_at < "
                    + NOW_MS
                    + " FOR UPDATE")
            .getResultList()
            .isEmpty();
    if (free) {
      closeAbandoned(now);
    }
  }

  private void closeAbandoned(Instant now) {
    entities
        .createQuery(
            "select r from RetentionRunEntity r where r.state = :running", RetentionRunEntity.class)
        .setParameter("running", State.RUNNING)
        .getResultStream()
        .forEach(run -> run.end(State.INTERRUPTED, now, null));
  }

  private void forgetOld() {
    List<String> kept =
        entities
            .createQuery("select r.id from RetentionRunEntity r order by r.id desc", String.class)
            .setFirstResult(REMEMBERED)
            .setMaxResults(1)
            .getResultList();
    if (!kept.isEmpty()) {
      entities
          .createQuery("delete from RetentionRunEntity r where r.id <= :oldest")
          .setParameter("oldest", kept.get(0))
          .executeUpdate();
    }
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

  /** Notes how far the run has come. */
  @Transactional
  public void progress(String run, Counts more) {
    renew(run);
    entity(run).progress(more);
  }

  /** Notes where the run archives to. */
  @Transactional
  public void archiveTo(String run, String directory) {
    entity(run).archiveTo(directory);
  }

  /** Erases the payloads of those among them that are not held; counts only, when dry. */
  @Transactional
  public void erasePayloads(String run, List<String> ids, boolean dry) {
    renew(run);
    List<String> free = dry ? ids : unheld(ids);
    if (free.isEmpty()) {
      return;
    }
    long bytes = payloadBytes(free);
    if (!dry) {
      in("DELETE FROM execution_payload WHERE execution_id IN (%s)", free).executeUpdate();
    }
    entity(run).progress(Counts.erased(free.size(), bytes));
  }

  /** Deletes those among them that are not held, with everything of theirs; dry only counts. */
  @Transactional
  public void deleteExecutions(String run, List<String> ids, boolean dry) {
    renew(run);
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
    entity(run).progress(Counts.deleted(free.size(), bytes));
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

  private void renew(String run) {
    int held =
        entities
            .createNativeQuery(
                "UPDATE retention_lease SET until_at = "
                    + NOW_MS
                    + " + ?1 WHERE name = 'retention' AND holder = ?2")
            .setParameter(1, LEASE_MS)
            .setParameter(2, run)
            .executeUpdate();
    if (held == 0) {
      throw new LeaseLost();
    }
  }

  /** Ends the run and lets others begin. */
  @Transactional
  public void end(String run, State how, Instant now, @Nullable String error) {
    entity(run).end(how, now, error);
    entities
        .createNativeQuery(
            "UPDATE retention_lease SET holder = NULL, until_at = 0"
                + " WHERE name = 'retention' AND holder = ?1")
        .setParameter(1, run)
        .executeUpdate();
  }

  private RetentionRunEntity entity(String run) {
    RetentionRunEntity row = entities.find(RetentionRunEntity.class, run);
    if (row == null) {
      throw new LeaseLost();
    }
    return row;
  }

  /** When the last run that was due began, in epoch millis; empty when there was none. */
  @Transactional
  public Optional<Long> lastScheduled() {
    return Optional.ofNullable(
        entities
            .createQuery(
                "select max(r.startedAt) from RetentionRunEntity r where r.cause = :scheduled",
                Long.class)
            .setParameter("scheduled", Cause.SCHEDULED)
            .getSingleResult());
  }

  @Transactional
  public Optional<RetentionRun> find(String run) {
    return Optional.ofNullable(entities.find(RetentionRunEntity.class, run))
        .map(RetentionRunEntity::view);
  }

  /** Newest first. */
  @Transactional
  public List<RetentionRun> page(@Nullable String before, int limit) {
    return entities
        .createQuery(
            "select r from RetentionRunEntity r where r.id < :before order by r.id desc",
            RetentionRunEntity.class)
        .setParameter("before", before == null ? "g" : before)
        .setMaxResults(limit)
        .getResultStream()
        .map(RetentionRunEntity::view)
        .toList();
  }
}
