package net.intentus.journal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.journal.JournalStore.SynchronousCommit;
import net.intentus.wal.WriteAheadLog;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to the journal's tables: drains what is waiting and commits it
 * together.
 *
 * <p>A batch that fails is halved until the append that cannot be stored stands alone, so that it
 * does not fail its neighbours. While the database does not answer, everything fails at once.
 *
 * <p>In front of the embedded database stands a {@link WriteAheadLog}: appends that no answer of
 * the database can refuse are acknowledged when they are in it. They come here afterwards, many to
 * a commit, and are never given up: {@link #catchUp} is for readers who want them all.
 */
@Singleton
class JournalWriter implements AheadWriter.Next {
  private static final Logger LOG = Logger.getLogger(JournalWriter.class.getName());
  private static final long LOOK_EVERY_MS = 250;
  private static final long PROBE_EVERY_MS = 1_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Inject JournalStore store;
  @Inject JournalDisk disk;
  @Inject Settings settings;
  @Inject JournalVerdicts verdicts;
  @Inject InFlight inFlight;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final AppendQueue queue = new AppendQueue();
  private volatile boolean healthy = true;
  private volatile boolean stopping;
  private volatile boolean ended;
  private volatile @Nullable Thread thread;
  private volatile @Nullable AheadFront ahead;

  void start() {
    if (settings.database().embedded()) {
      AheadFront front = AheadFront.open(settings, store, disk, inFlight, this, threads);
      ahead = front;
      front.writer().start();
    }
    Thread writer = threads.newThread(this::run);
    writer.setName("intentus-journal");
    thread = writer;
    queue.takenBy(writer);
    writer.start();
  }

  /** Stops once everything that waits is written, after that many milliseconds at the latest. */
  void stop(long millis) {
    Thread writer = thread;
    AheadFront front = ahead;
    try {
      boolean quiet = front == null || front.writer().stop(millis);
      stopping = true;
      queue.hurry();
      if (writer != null) {
        writer.join(millis);
        quiet &= !writer.isAlive();
      }
      if (front != null && quiet) {
        front.appends().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the write-ahead log is left for the next start", e);
    } finally {
      stopping = true;
      queue.hurry();
    }
  }

  boolean healthy() {
    AheadFront front = ahead;
    return healthy && !ended && (front == null || front.writer().healthy());
  }

  void doubt() {
    healthy = false;
  }

  int depth() {
    AheadFront front = ahead;
    return queue.size() + (front == null ? 0 : front.writer().depth());
  }

  /** Takes it unless the queue is full. */
  boolean offer(Append append) {
    AheadFront front = ahead;
    if (front != null && append.unconditional()) {
      byte[] record = AppendCodec.encode(append);
      if (record.length <= WriteAheadLog.MAX_RECORD) {
        return front.writer().offer(append, record);
      }
    }
    return queue.offer(append, () -> ended);
  }

  /**
   * Returns when the database has what was acknowledged before, or does not answer. Whether it has.
   */
  boolean catchUp() {
    AheadFront front = ahead;
    if (front == null || front.appends().allStored()) {
      return true;
    }
    queue.hurry();
    return front.appends().await(PATIENCE_NANOS);
  }

  @Override
  public void add(List<Append> acknowledged) {
    AheadFront front = ahead;
    if (front == null) {
      throw new IllegalStateException("nothing is acknowledged without a log");
    }
    front.appends().add(acknowledged);
    queue.handOver(acknowledged, () -> ended);
  }

  private void run() {
    List<Append> batch = new ArrayList<>(AppendQueue.BATCH);
    while (!stopping || !queue.isEmpty() || failedBefore() != null) {
      try {
        Acknowledged failed = failedBefore();
        if (failed != null) {
          retry(failed);
        } else if (queue.take(batch, healthy ? LOOK_EVERY_MS : PROBE_EVERY_MS, () -> stopping)) {
          write(batch);
        } else {
          recover();
        }
      } catch (InterruptedException e) {
        stopping = true; // the container is going down: finish what is queued
      } catch (Throwable e) { // an error, too: nobody else writes
        LOG.log(Level.SEVERE, "the journal's writer met something unexpected", e);
        healthy = false;
        giveUp(batch);
      } finally {
        batch.clear();
      }
    }
    ended = true;
    queue.drainTo(batch);
    fail(batch);
  }

  private @Nullable Acknowledged failedBefore() {
    AheadFront front = ahead;
    return front == null || !front.appends().failed() ? null : front.appends();
  }

  private void write(List<Append> batch) {
    long began = System.nanoTime();
    List<Append> refused;
    boolean powerLoss = disk.survivesPowerLoss(batch);
    try {
      refused =
          settings.database().postgresql()
              ? store.write(batch, powerLoss ? SynchronousCommit.ON : SynchronousCommit.OFF)
              : store.write(batch);
    } catch (RuntimeException e) {
      failed(batch, e);
      return;
    }
    verdicts.refused(refused);
    if (powerLoss
        && !settings.database().postgresql()
        && !disk.forced(() -> refused.containsAll(store.missing(batch)), this::doubt)) {
      giveUp(batch);
      return;
    }
    healthy = true; // before anybody is told
    verdicts.durable(batch);
    AheadFront front = ahead;
    if (front != null) {
      front.appends().stored(batch);
    }
    verdicts.counted(batch.size(), System.nanoTime() - began);
  }

  private void failed(List<Append> batch, Exception cause) {
    List<Append> acknowledged = Acknowledged.among(batch);
    if (!disk.answers()) {
      LOG.log(Level.SEVERE, "the database does not answer: new work is refused", cause);
      healthy = false;
      giveUp(batch);
    } else if (!acknowledged.isEmpty()) {
      List<Append> others = batch.stream().filter(append -> !append.acknowledged()).toList();
      if (!others.isEmpty()) {
        write(others);
      }
      giveUp(acknowledged);
    } else if (batch.size() == 1) {
      LOG.log(Level.SEVERE, "an append cannot be stored", cause);
      fail(batch);
    } else {
      int half = batch.size() / 2;
      write(List.copyOf(batch.subList(0, half)));
      write(List.copyOf(batch.subList(half, batch.size())));
    }
  }

  /** What was acknowledged is not given up: it is tried until the database takes it again. */
  private void giveUp(List<Append> batch) {
    fail(batch);
    AheadFront front = ahead;
    if (front != null) {
      front.appends().keep(batch);
    }
  }

  private void retry(Acknowledged failed) {
    if (!healthy) {
      if (!stopping) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PROBE_EVERY_MS));
      }
      queue.takeWaiting(append -> fail(List.of(append))); // they learn at once
    }
    if (disk.answers() && failed.retry()) {
      healthy = true;
      return;
    }
    healthy = false;
    if (stopping) {
      failed.leave();
    }
  }

  @Override
  public void fail(List<Append> appends) {
    verdicts.failed(appends);
  }

  private void recover() {
    if (!healthy && disk.works()) {
      LOG.info("the database answers again: new work is taken");
      healthy = true;
    }
  }
}
