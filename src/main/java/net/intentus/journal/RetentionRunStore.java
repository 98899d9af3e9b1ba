package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.intentus.journal.RetentionRun.Cause;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;
import org.jspecify.annotations.Nullable;

/**
 * The runs, and the lease that one of them holds while it works, each method in one short
 * transaction. Whatever a run changes renews the lease in the same transaction, and is not changed
 * when another run has taken it.
 */
@ApplicationScoped
class RetentionRunStore {
  /** How long a run may be silent before another may begin, by the database's clock. */
  static final int LEASE_MS = 120_000;

  /** How many runs are remembered. */
  static final int REMEMBERED = 1_000;

  private static final String NOW_MS =
      "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected RetentionRunStore() {}

  RetentionRunStore(EntityManager entities) {
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

  /**
   * Keeps the lease in the transaction of what the run is about to change.
   *
   * @throws LeaseLost when another run has taken it
   */
  @Transactional
  public void renew(String run) {
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
