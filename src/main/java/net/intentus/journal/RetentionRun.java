package net.intentus.journal;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of retention, as far as it has come.
 *
 * @param dryRun whether it only counts
 * @param startedBy subject that asked for it; {@code system} when it was due
 * @param counts what it did, or would have done
 * @param archive directory that it archived to, or null
 * @param error why it failed, or null
 */
public record RetentionRun(
    String id,
    Cause cause,
    boolean dryRun,
    State state,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    Counts counts,
    @Nullable String archive,
    @Nullable String error) {

  /** Why it began. */
  public enum Cause {
    MANUAL,
    SCHEDULED
  }

  /** Where it stands. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** The process ended, or another instance took over; the next run goes on where it stopped. */
    INTERRUPTED;

    /** The lower-case form that documents carry. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How much a run has done.
   *
   * @param scanned executions that were looked at
   * @param held those whose time had come but which are under legal hold
   * @param unreadable those that could not be archived and were therefore kept
   * @param executionsDeleted one by one or with their day
   * @param partitionsDropped days that went at once, on PostgreSQL
   * @param bytesFreed as stored, without indexes; of a day what its tables took
   */
  public record Counts(
      long scanned,
      long payloadsErased,
      long executionsArchived,
      long executionsDeleted,
      long held,
      long unreadable,
      long partitionsDropped,
      long bytesFreed) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    static Counts scanned(long scanned, long held) {
      return new Counts(scanned, 0, 0, 0, held, 0, 0, 0);
    }

    static Counts archived(long archived, long unreadable) {
      return new Counts(0, 0, archived, 0, 0, unreadable, 0, 0);
    }

    static Counts erased(long payloads, long bytes) {
      return new Counts(0, payloads, 0, 0, 0, 0, 0, bytes);
    }

    static Counts deleted(long executions, long bytes) {
      return new Counts(0, 0, 0, executions, 0, 0, 0, bytes);
    }

    /** Days that went at once, with those executions. */
    static Counts dropped(long days, long executions, long archived, long bytes) {
      return new Counts(executions, 0, archived, executions, 0, 0, days, bytes);
    }
  }
}
