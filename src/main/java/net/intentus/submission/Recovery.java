package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.LogContext;
import net.intentus.execution.ExecutionRecovered;
import net.intentus.intent.Json;
import net.intentus.journal.Appended;
import net.intentus.journal.ExecutionStatus;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.Journal;
import net.intentus.journal.OpenExecutions;
import net.intentus.journal.ReopenedExecution;
import org.jspecify.annotations.Nullable;

/**
 * Brings executions to an end that were left open by an instance that is dead, or by this one when
 * their end could not be stored. A few at a time, each in a place of {@link Admission}; what finds
 * none waits for the next sweep. Thread-safe.
 */
@Singleton
public class Recovery {
  /** How often to look. */
  public static final long EVERY_MS = 1_000;

  private static final Logger LOG = Logger.getLogger(Recovery.class.getName());
  private static final int AT_ONCE = 4;
  private static final int MOST = 1_000;

  private final OpenExecutions open;
  private final Resumer resumer;
  private final Admission admission;
  private final Journal journal;
  private final Event<ExecutionRecovered> recovered;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private @Nullable ThreadPoolExecutor pool;

  @Inject
  Recovery(
      OpenExecutions open,
      Resumer resumer,
      Admission admission,
      Journal journal,
      Event<ExecutionRecovered> recovered) {
    this.open = open;
    this.resumer = resumer;
    this.admission = admission;
    this.journal = journal;
    this.recovered = recovered;
  }

  /** Looks once and returns at once; failures are logged. */
  public void sweep() {
    ThreadPoolExecutor workers = pool();
    if (!journal.healthy() || !workers.getQueue().isEmpty()) {
      return;
    }
    try {
      for (String id : open.abandoned(MOST)) {
        workers.execute(() -> admitted(id));
      }
    } catch (RejectedExecutionException e) {
      LOG.log(Level.FINE, "the application is about to stop", e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "open executions could not be looked for; trying again", e);
    }
  }

  private void admitted(String id) {
    if (!admission.enter()) {
      return;
    }
    try {
      open.take(id, ExecutionStatus.RUNNING).ifPresent(this::recover);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the execution " + id + " could not be recovered; trying again", e);
    } finally {
      admission.leave();
    }
  }

  @SuppressWarnings("try") // the scope is what the block is for
  private void recover(ReopenedExecution execution) {
    ExecutionSummary summary = execution.summary();
    String id = summary.executionId();
    try (LogContext.Scope ignored = LogContext.with(id, summary.traceId(), summary.requestId())) {
      Reopened reopened = Reopened.of(execution);
      ObjectNode why = Json.object();
      why.put("cause", "interrupted");
      if (resumer.begin(reopened, why, null) == Appended.DURABLE) {
        ExecutionStatus status = resumer.run(reopened).status();
        if (status != null) {
          LOG.log(Level.INFO, "an interrupted execution was recovered: {0}", status.wire());
          recovered.fire(new ExecutionRecovered(id, status));
        }
      }
    } finally {
      open.done(id);
    }
  }

  private synchronized ThreadPoolExecutor pool() {
    ThreadPoolExecutor known = pool;
    if (known == null) {
      int most = Math.max(1, Math.min(AT_ONCE, admission.limit() / 4));
      known =
          new ThreadPoolExecutor(
              most, most, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST), threads);
      known.allowCoreThreadTimeOut(true);
      pool = known;
    }
    return known;
  }

  @PreDestroy
  synchronized void stop() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
