package net.intentus.observability;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.execution.ExecutionFinished;
import org.eclipse.microprofile.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors finished, recorded executions into {@code execution_history.jsonl} in the data directory,
 * for whoever ships logs. {@link #ended} never waits and never fails: what finds the queue full or
 * the disk unwilling is dropped and counted. Thread-safe.
 *
 * <p>The thread looks every tenth of a second rather than being woken for each: at thousands of
 * executions a second, waking costs more than writing.
 */
@Singleton
class ExecutionHistory {
  static final String NAME = "execution_history.jsonl";
  static final int QUEUE = 8_192;
  private static final int BATCH = 512;
  private static final int TYPICAL_LINE = 640;
  private static final long LOOK_EVERY_NANOS = 100_000_000;
  private static final long STOP_MS = 3_000;
  private static final long LOG_EVERY_MS = 60_000;
  private static final Logger LOG = Logger.getLogger(ExecutionHistory.class.getName());

  private final Clock clock;
  private final HistoryFile file;
  private final boolean enabled;
  private final Counter full;
  private final Counter failed;
  private final ArrayBlockingQueue<ExecutionFinished> queue = new ArrayBlockingQueue<>(QUEUE);
  private long silentUntil = Long.MIN_VALUE;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  @Inject
  ExecutionHistory(Settings settings, Meters meters, Clock clock) {
    Settings.History history = settings.history();
    this.clock = clock;
    this.enabled = history.enabled();
    this.file =
        new HistoryFile(settings.dataDir().resolve(NAME), history.maxBytes(), history.files());
    this.full = meters.historyDropped("full");
    this.failed = meters.historyDropped("failed");
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    start(threads);
  }

  void start(ThreadFactory factory) {
    if (enabled) {
      Thread writer = factory.newThread(this::run);
      writer.setName("intentus-history");
      thread = writer;
      writer.start();
    }
  }

  void ended(@Observes ExecutionFinished end) {
    if (enabled && end.executionId() != null && (stopping || !queue.offer(end))) {
      full.inc();
    }
  }

  /** Writes what is queued, for a bounded time. */
  @PreDestroy
  void stop() {
    stopping = true;
    Thread writer = thread;
    if (writer == null) {
      return;
    }
    LockSupport.unpark(writer);
    try {
      writer.join(STOP_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<ExecutionFinished> batch = new ArrayList<>(BATCH);
    while (!stopping || !queue.isEmpty()) {
      if (Thread.interrupted()) {
        stopping = true; // the container is going down: write what is queued
      }
      if (queue.drainTo(batch, BATCH) > 0) {
        write(batch);
        batch.clear();
      } else {
        LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
      }
    }
    try {
      file.close();
    } catch (IOException e) {
      report(e);
    }
  }

  private void write(List<ExecutionFinished> batch) {
    int taken = 0;
    try {
      ByteArrayOutputStream lines = new ByteArrayOutputStream(BATCH * TYPICAL_LINE);
      int pending = 0;
      for (ExecutionFinished end : batch) {
        byte[] line = HistoryLine.of(end);
        if (pending > 0 && lines.size() + line.length > file.room()) {
          file.write(lines.toByteArray());
          taken += pending;
          lines.reset();
          pending = 0;
        }
        lines.write(line, 0, line.length);
        pending++;
      }
      file.write(lines.toByteArray());
    } catch (IOException | RuntimeException e) {
      failed.inc(batch.size() - taken);
      report(e);
    }
  }

  private void report(Exception cause) {
    long now = clock.millis();
    if (now >= silentUntil) {
      silentUntil = now + LOG_EVERY_MS;
      LOG.log(Level.WARNING, "the history file cannot be written; its lines are dropped", cause);
    }
  }
}
