package net.intentus.journal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of one stretch of time.
 *
 * @param from what was asked for, or the oldest execution counted when there were too many
 * @param complete whether all executions since {@code from} as asked for are counted
 * @param byStatus the wire form of the status, and how many; the other maps hold the largest first
 */
public record Stats(
    Instant from,
    Instant to,
    boolean complete,
    long executions,
    Map<String, Long> byStatus,
    Map<String, Long> byIntent,
    Map<String, Long> byAgent,
    Map<String, Long> byError,
    Latency latency) {

  /** Milliseconds from submission to end; null when nothing has ended. */
  public record Latency(
      @Nullable Long p50, @Nullable Long p95, @Nullable Long p99, @Nullable Long max) {}

  /**
   * What the database takes.
   *
   * @param databaseBytes null when it is not in a file
   * @param forecast how it grows
   * @param rules what a run would do now, by rule
   * @param rulesComplete false when more may have expired than was looked at
   */
  public record Storage(
      @Nullable Long databaseBytes,
      List<Table> tables,
      Forecast forecast,
      List<Due> rules,
      boolean rulesComplete) {}

  /** One table; both figures are estimates. */
  public record Table(String name, long rows, long bytes) {}

  /** What has expired by one rule; bytes are an estimate. */
  public record Due(String rule, long payloads, long executions, long bytes) {}

  /**
   * Growth if everything is kept.
   *
   * @param limitBytes what may be used, 0 when nobody said
   * @param daysLeft until the limit is reached; null without limit or growth
   */
  public record Forecast(
      long executionsPerDay,
      long bytesPerExecution,
      long bytesPerDay,
      long limitBytes,
      @Nullable Long daysLeft) {}
}
