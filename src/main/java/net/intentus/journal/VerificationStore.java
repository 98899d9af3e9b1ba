package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.intent.Caller;
import net.intentus.journal.VerificationState.State;
import org.jspecify.annotations.Nullable;

/** Where the sweep stands and what it found. */
@ApplicationScoped
class VerificationStore {
  private static final int ROW = 1;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private final AuditLog audit;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected VerificationStore() {
    this(null);
  }

  @Inject
  VerificationStore(AuditLog audit) {
    this.audit = audit;
  }

  VerificationStore(EntityManager entities, AuditLog audit) {
    this(audit);
    this.entities = entities;
  }

  /** The records to check next: behind {@code place} up to {@code upTo}. */
  record Stretch(String place, String upTo) {}

  /** What was found of a record, and whose it is. */
  record Finding(String tenant, VerificationState state) {}

  @Transactional
  public SweepProgress progress() {
    return row().view();
  }

  /**
   * Makes this instance the one that sweeps, for that long, and begins a round when one is due.
   * Empty when there is nothing to do, or another instance does it.
   */
  @Transactional
  public Optional<Stretch> claim(String owner, long now, long leaseMs, long intervalMs) {
    SweepEntity row = row();
    boolean due = row.due(now, intervalMs);
    if (!row.running() && !due) {
      return Optional.empty();
    }
    int claimed =
        entities
            .createQuery(
                "update SweepEntity s set s.owner = :owner, s.leaseUntil = :until"
                    + " where s.id = 1 and (s.owner = :owner or s.leaseUntil < :now)")
            .setParameter("owner", owner)
            .setParameter("until", now + leaseMs)
            .setParameter("now", now)
            .executeUpdate();
    if (claimed == 0) {
      return Optional.empty();
    }
    entities.refresh(row);
    if (row.due(now, intervalMs)) {
      begin(now);
      entities.refresh(row);
    }
    return row.running() ? Optional.of(new Stretch(row.place(), row.upTo())) : Optional.empty();
  }

  /** Begins a round at once, unless one is running. */
  @Transactional
  public SweepProgress request(long now, Caller caller) {
    SweepEntity row = row();
    if (!row.running()) {
      begin(now);
      entities.refresh(row);
    }
    audit.record(AuditEntry.of(caller, "verification.sweep", "verification", null));
    return row.view();
  }

  /** A round ends with what exists when it begins, or it would never end under load. */
  private void begin(long now) {
    String last =
        entities
            .createQuery("select max(e.id) from ExecutionEntity e", String.class)
            .getSingleResult();
    entities
        .createQuery(
            "update SweepEntity s set s.startedAt = :now, s.finishedAt = null, s.place = '',"
                + " s.upTo = :last, s.checked = 0, s.mismatched = 0 where s.id = 1")
        .setParameter("now", now)
        .setParameter("last", last == null ? "" : last)
        .executeUpdate();
  }

  /** The next records of the stretch, in order. */
  @Transactional
  public List<String> next(Stretch stretch, int limit) {
    return entities
        .createQuery(
            "select e.id from ExecutionEntity e where e.id > :place and e.id <= :upTo"
                + " order by e.id",
            String.class)
        .setParameter("place", stretch.place())
        .setParameter("upTo", stretch.upTo())
        .setMaxResults(limit)
        .getResultList();
  }

  /**
   * Stores findings and moves on to {@code place}; a mismatch that was not known gets an entry in
   * the audit trail. False, and nothing is stored, when the stretch is another instance's by now.
   */
  @Transactional
  public boolean save(
      String owner, Stretch stretch, String place, List<Finding> findings, long leaseUntil) {
    long mismatched =
        findings.stream().filter(found -> found.state().state() == State.MISMATCH).count();
    int moved =
        entities
            .createQuery(
                "update SweepEntity s set s.place = :place, s.leaseUntil = :until,"
                    + " s.checked = s.checked + :checked, s.mismatched = s.mismatched + :bad"
                    + " where s.id = 1 and s.owner = :owner and s.place = :old"
                    + " and s.upTo = :upTo and s.finishedAt is null")
            .setParameter("place", place)
            .setParameter("until", leaseUntil)
            .setParameter("checked", (long) findings.size())
            .setParameter("bad", mismatched)
            .setParameter("owner", owner)
            .setParameter("old", stretch.place())
            .setParameter("upTo", stretch.upTo())
            .executeUpdate();
    if (moved == 0) {
      return false;
    }
    forgetDeleted(stretch.place(), place);
    keep(findings);
    return true;
  }

  private void keep(List<Finding> findings) {
    List<String> ids = findings.stream().map(found -> found.state().executionId()).toList();
    Map<String, VerificationEntity> known = known(ids);
    for (Finding found : findings) {
      VerificationState state = found.state();
      VerificationEntity before = known.get(state.executionId());
      boolean told = before != null && before.knows(state);
      boolean there = true;
      if (before == null) {
        there = insert(state);
      } else {
        before.found(state);
      }
      if (there && !told && state.state() == State.MISMATCH) {
        audit.record(mismatch(found));
      }
    }
  }

  /**
   * False when there is no such record any more. The lock is the one that retention deletes under:
   * either it finds this row, or this finds nothing.
   */
  private boolean insert(VerificationState state) {
    return entities
            .createNativeQuery(
                "INSERT INTO execution_verification"
                    + " (execution_id, state, verified_at, failed_check, failed_seq)"
                    + " SELECT id, CAST(?1 AS VARCHAR(16)), CAST(?2 AS BIGINT),"
                    + " CAST(?3 AS VARCHAR(32)), CAST(?4 AS INTEGER)"
                    + " FROM execution WHERE id = ?5 FOR UPDATE")
            .setParameter(1, state.state().name())
            .setParameter(2, state.verifiedAt().toEpochMilli())
            .setParameter(3, state.failedCheck())
            .setParameter(4, state.failedSeq())
            .setParameter(5, state.executionId())
            .executeUpdate()
        > 0;
  }

  private static AuditEntry mismatch(Finding found) {
    VerificationState state = found.state();
    AuditEntry entry =
        AuditEntry.of(
                new Caller("system", found.tenant(), java.util.Set.of(), null, null),
                "verification.mismatch",
                "execution",
                state.executionId())
            .with("check", String.valueOf(state.failedCheck()))
            .ended(AuditEntry.Result.FAILED);
    return state.failedSeq() == null ? entry : entry.with("seq", state.failedSeq().toString());
  }

  /** What is said of records that retention has deleted goes too. */
  private void forgetDeleted(String after, String upTo) {
    entities
        .createQuery(
            "delete from VerificationEntity v where v.executionId > :after"
                + " and v.executionId <= :upTo and not exists"
                + " (select e.id from ExecutionEntity e where e.id = v.executionId)")
        .setParameter("after", after)
        .setParameter("upTo", upTo)
        .executeUpdate();
  }

  /** Ends the round. */
  @Transactional
  public void finish(String owner, Stretch stretch, long now) {
    entities
        .createQuery(
            "update SweepEntity s set s.finishedAt = :now, s.owner = null, s.leaseUntil = 0"
                + " where s.id = 1 and s.owner = :owner and s.upTo = :upTo")
        .setParameter("now", now)
        .setParameter("owner", owner)
        .setParameter("upTo", stretch.upTo())
        .executeUpdate();
  }

  /** What is known of those records; at most as many as a page has rows. */
  @Transactional
  public List<VerificationState> states(Collection<String> ids) {
    return known(ids).values().stream().map(VerificationEntity::view).toList();
  }

  /** The newest records that did not hold, of that tenant or of all. */
  @Transactional
  public List<VerificationState> mismatches(@Nullable String tenant, int limit) {
    TypedQuery<VerificationEntity> query =
        entities.createQuery(
            "select v from VerificationEntity v, ExecutionEntity e where e.id = v.executionId"
                + " and v.state = :state"
                + (tenant == null ? "" : " and e.tenant = :tenant")
                + " order by v.executionId desc",
            VerificationEntity.class);
    if (tenant != null) {
      query.setParameter("tenant", tenant);
    }
    return query.setParameter("state", State.MISMATCH).setMaxResults(limit).getResultList().stream()
        .map(VerificationEntity::view)
        .toList();
  }

  private Map<String, VerificationEntity> known(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery(
            "select v from VerificationEntity v where v.executionId in :ids",
            VerificationEntity.class)
        .setParameter("ids", new ArrayList<>(ids))
        .getResultStream()
        .collect(Collectors.toMap(VerificationEntity::executionId, row -> row));
  }

  private SweepEntity row() {
    return entities.find(SweepEntity.class, ROW);
  }
}
