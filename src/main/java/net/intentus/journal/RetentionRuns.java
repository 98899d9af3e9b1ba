package net.intentus.journal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.journal.RetentionRun.State;
import org.jspecify.annotations.Nullable;

/**
 * Runs retention when it is due or asked for, one run at a time over all instances. Thread-safe.
 *
 * <p>One thread does the work, in short transactions with a rest after each.
 */
@Singleton
public class RetentionRuns {
  private static final Logger LOG = Logger.getLogger(RetentionRuns.class.getName());
  private static final long TICK_MS = 10_000;

  @Inject RetentionRunStore store;
  @Inject RetentionStores stores;
  @Inject Partitions partitions;
  @Inject RetentionOpening opening;
  @Inject Archives archives;
  @Inject Settings settings;
  @Inject Clock clock;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final ArrayBlockingQueue<RetentionRun> asked = new ArrayBlockingQueue<>(1);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * Starts the thread. Once, after the schema is up to date.
   *
   * @throws net.intentus.config.ConfigurationProblem when there shall be archives and they cannot
   *     be written
   */
  public void start() {
    archives.check();
    Thread worker = threads.newThread(this::loop);
    worker.setName("intentus-retention");
    thread = worker;
    worker.start();
  }

  /** Ends after the batch that is being worked on, or after that many milliseconds. */
  public void stop(long millis) {
    stopping.countDown();
    Thread worker = thread;
    if (worker == null) {
      return;
    }
    try {
      worker.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Begins a run and returns at once.
   *
   * @param dryRun counts only
   * @return the run; empty while another works, here or elsewhere
   */
  public Optional<RetentionRun> begin(boolean dryRun, Caller caller) {
    Optional<RetentionRun> begun = opening.begin(dryRun, caller);
    begun.ifPresent(
        run -> {
          if (!asked.offer(run)) {
            store.end(run.id(), State.INTERRUPTED, clock.instant(), "this instance is stopping");
          }
        });
    return begun;
  }

  /** That run; empty when it is unknown or forgotten. */
  public Optional<RetentionRun> find(String id) {
    return store.find(id);
  }

  /** Runs, newest first; {@code before} is exclusive. */
  public List<RetentionRun> page(@Nullable String before, int limit) {
    return store.page(before, limit);
  }

  private void loop() {
    long tick = Math.min(TICK_MS, settings.retention().every().toMillis());
    while (stopping.getCount() > 0) {
      try {
        RetentionRun run = asked.poll(tick, TimeUnit.MILLISECONDS);
        if (run != null) {
          work(run);
        } else {
          byItself();
        }
      } catch (InterruptedException e) {
        return; // the container is going down
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "retention could not be run; trying again", e);
      }
    }
  }

  private void byItself() {
    store.sweep(clock.instant());
    if (settings.retention().configured() && due()) {
      opening.begin(false, null).ifPresent(this::work);
    }
  }

  private boolean due() {
    long latest = clock.instant().minus(settings.retention().every()).toEpochMilli();
    return store.lastScheduled().map(last -> last <= latest).orElse(true);
  }

  private void work(RetentionRun run) {
    State how = State.FAILED;
    String error = null;
    try {
      how = pass(run) ? State.SUCCEEDED : State.INTERRUPTED;
    } catch (RetentionRunStore.LeaseLost e) {
      LOG.warning("retention was taken over by another instance");
      how = State.INTERRUPTED;
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "the archive cannot be written; nothing more is deleted", e);
      error = "The archive cannot be written: see the log of this instance.";
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "retention failed", e);
      error = "Something failed unexpectedly: see the log of this instance.";
    }
    store.end(run.id(), how, clock.instant(), error);
  }

  private boolean pass(RetentionRun run) throws IOException {
    Expiry expiry = new Expiry(settings.retention(), run.startedAt());
    try (Archive archive = archives.open(run)) {
      return new RetentionPass(stores, expiry, archive, this::rest, run)
          .run(partitions.droppable());
    }
  }

  private boolean rest() {
    try {
      return !stopping.await(settings.retention().pauseMs(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
