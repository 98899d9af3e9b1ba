package net.intentus.journal;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of every execution. Thread-safe.
 *
 * <p>Nothing is stored until {@link #commit} or {@link #close}; both return when the append is as
 * durable as {@code intentus.recording.durability} says, or has failed.
 */
@Singleton
public class Journal {
  private static final long PATIENCE_MS = 30_000;

  private final JournalWriter writer;

  @Inject
  public Journal(JournalWriter writer) {
    this.writer = writer;
  }

  /** Starts the writer. Once, after the schema is up to date. */
  public void start() {
    writer.start();
  }

  /** Writes what is queued and stops, after that many milliseconds at the latest. */
  public void stop(long millis) {
    writer.stop(millis);
  }

  /** Whether the database took the last append or has answered since. */
  public boolean healthy() {
    return writer.healthy();
  }

  /** How many appends wait to be written. */
  public int queueDepth() {
    return writer.depth();
  }

  /** Begins a log in memory with its first event. */
  public ExecutionLog begin(ExecutionStart start) {
    return new ExecutionLog(start);
  }

  /** Makes everything added so far durable. */
  public Appended commit(ExecutionLog log) {
    return submit(append(log, null));
  }

  /**
   * Ends the execution and makes everything durable. The log's last event must be {@code
   * FINAL_RESPONSE}.
   */
  public Appended close(ExecutionLog log, ExecutionEnd end) {
    return submit(append(log, end));
  }

  private Append append(ExecutionLog log, @Nullable ExecutionEnd end) {
    List<PackedEvent> events = log.takePending();
    if (events.isEmpty()) {
      throw new IllegalStateException("nothing to append");
    }
    boolean opening = !log.opened();
    log.markOpened();
    return new Append(
        log.executionId(),
        opening ? ExecutionEntity.open(log.start(), log.head(), log.lastSeq()) : null,
        new JournalBlockEntity(
            log.executionId(), events.get(0).seq(), events.size(), BlockCodec.pack(events)),
        opening ? Compression.deflate(log.document()) : null,
        end,
        end == null ? null : Compression.deflate(end.response()),
        log.head(),
        log.lastSeq(),
        new Append.Waiter());
  }

  private Appended submit(Append append) {
    if (!writer.healthy()) {
      return Appended.UNAVAILABLE;
    }
    if (!writer.offer(append)) {
      return Appended.FULL;
    }
    return append.waiter().await(PATIENCE_MS) == Append.Outcome.DURABLE
        ? Appended.DURABLE
        : Appended.UNAVAILABLE;
  }
}
