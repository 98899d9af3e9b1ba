package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import net.intentus.journal.RetentionRun.Cause;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionRun.State;
import org.jspecify.annotations.Nullable;

/** One run's row. */
@Entity
@Table(name = "retention_run")
class RetentionRunEntity {
  private static final int MAX_ERROR = 256;

  @Id private String id;

  @Enumerated(EnumType.STRING)
  private Cause cause;

  @Column(name = "dry_run")
  private boolean dryRun;

  @Enumerated(EnumType.STRING)
  private State state;

  @Column(name = "started_by")
  private String startedBy;

  @Column(name = "started_at")
  private long startedAt;

  @Column(name = "ended_at")
  private @Nullable Long endedAt;

  private long scanned;

  @Column(name = "payloads_erased")
  private long payloadsErased;

  @Column(name = "executions_archived")
  private long executionsArchived;

  @Column(name = "executions_deleted")
  private long executionsDeleted;

  private long held;
  private long unreadable;

  @Column(name = "partitions_dropped")
  private long partitionsDropped;

  @Column(name = "bytes_freed")
  private long bytesFreed;

  private @Nullable String archive;
  private @Nullable String error;

  protected RetentionRunEntity() {}

  static RetentionRunEntity begin(
      String id, Cause cause, boolean dryRun, String startedBy, Instant now) {
    RetentionRunEntity run = new RetentionRunEntity();
    run.id = id;
    run.cause = cause;
    run.dryRun = dryRun;
    run.state = State.RUNNING;
    run.startedBy = startedBy;
    run.startedAt = now.toEpochMilli();
    return run;
  }

  /** Notes that it has come further. */
  void progress(Counts more) {
    scanned += more.scanned();
    payloadsErased += more.payloadsErased();
    executionsArchived += more.executionsArchived();
    executionsDeleted += more.executionsDeleted();
    held += more.held();
    unreadable += more.unreadable();
    partitionsDropped += more.partitionsDropped();
    bytesFreed += more.bytesFreed();
  }

  /** Notes where it archives to. */
  void archiveTo(String directory) {
    archive = directory;
  }

  /** Ends it, once. */
  void end(State how, Instant now, @Nullable String why) {
    if (state == State.RUNNING) {
      state = how;
      endedAt = now.toEpochMilli();
      error = why == null || why.length() <= MAX_ERROR ? why : why.substring(0, MAX_ERROR);
    }
  }

  RetentionRun view() {
    return new RetentionRun(
        id,
        cause,
        dryRun,
        state,
        startedBy,
        Instant.ofEpochMilli(startedAt),
        endedAt == null ? null : Instant.ofEpochMilli(endedAt),
        new Counts(
            scanned,
            payloadsErased,
            executionsArchived,
            executionsDeleted,
            held,
            unreadable,
            partitionsDropped,
            bytesFreed),
        archive,
        error);
  }
}
