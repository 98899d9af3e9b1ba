package net.intentus.journal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import net.intentus.config.ConfigurationProblem;
import net.intentus.config.Settings;
import net.intentus.config.Settings.Durability;
import net.intentus.journal.JournalStore.SynchronousCommit;
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
  static final int QUEUE = 4_096;
  static final int BATCH = 1_024;
  private static final long LOOK_EVERY_MS = 250;
  private static final long PROBE_EVERY_MS = 1_000;
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Inject JournalStore store;
  @Inject Instance instance;
  @Inject Settings settings;
  @Inject Event<JournalCommitted> commits;
  @Inject Event<JournalLost> losses;

  @Resource(lookup = "java:app/jdbc/intentusnet")
  DataSource database;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final ArrayBlockingQueue<Append> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Backlog backlog = new Backlog();
  private volatile boolean healthy = true;
  private volatile boolean stopping;
  private volatile boolean urgent;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Ahead ahead;

  private record Ahead(WriteAheadLog log, AheadWriter writer) {}

  void start() {
    if (settings.database().embedded()) {
      WriteAheadLog log =
          new WriteAheadLog(settings.dataDir().resolve("journal"), survivesPowerLoss());
      replay(log);
      AheadWriter writer = new AheadWriter(log, this, threads);
      ahead = new Ahead(log, writer);
      writer.start();
    }
    Thread writer = threads.newThread(this::run);
    writer.setName("intentus-journal");
    thread = writer;
    writer.start();
  }

  private boolean survivesPowerLoss() {
    return settings.recording().durability() != Durability.COMMIT;
  }

  /** What was acknowledged before the last end of the process and is not in the database yet. */
  private void replay(WriteAheadLog log) {
    try {
      List<Append> pending = log.pending();
      for (int from = 0; from < pending.size(); from += BATCH) {
        store.writeMissing(pending.subList(from, Math.min(from + BATCH, pending.size())));
      }
      if (!pending.isEmpty()) {
        checkpoint();
        LOG.info(() -> pending.size() + " appends read back from the write-ahead log");
      }
      log.clear();
    } catch (IOException | SQLException e) {
      LOG.log(Level.SEVERE, "the write-ahead log cannot be read back", e);
      throw new ConfigurationProblem(
          "intentus.data.dir",
          "the write-ahead log in its directory journal cannot be read back.",
          "Start the version that wrote it once more, and stop it properly; see"
              + " runbooks/start-stop-upgrade.md.");
    }
  }

  /** Stops once everything that waits is written, after that many milliseconds at the latest. */
  void stop(long millis) {
    Thread writer = thread;
    Ahead front = ahead;
    try {
      if (front != null) {
        front.writer().stop(millis);
      }
      stopping = true;
      hurry();
      if (writer != null) {
        writer.join(millis);
      }
      if (front != null && backlog.stored()) {
        front.log().clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the write-ahead log is left for the next start", e);
    }
  }

  boolean healthy() {
    Ahead front = ahead;
    return healthy && (front == null || front.writer().healthy());
  }

  void doubt() {
    healthy = false;
  }

  int depth() {
    Ahead front = ahead;
    return queue.size() + (front == null ? 0 : front.writer().depth());
  }

  /** Takes it unless the queue is full. */
  boolean offer(Append append) {
    Ahead front = ahead;
    if (front != null && append.selfContained()) {
      return front.writer().offer(append);
    }
    boolean taken = queue.offer(append);
    hurry();
    return taken;
  }

  /** Returns when the database has what was acknowledged before, or does not answer. */
  void catchUp() {
    if (!backlog.stored()) {
      hurry();
      backlog.await(PATIENCE_NANOS);
    }
  }

  private void hurry() {
    urgent = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void add(List<Append> acknowledged) {
    backlog.add(acknowledged);
    try {
      for (Append append : acknowledged) {
        queue.put(append);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the log has them: the next start stores them
    }
  }

  private void run() {
    List<Append> batch = new ArrayList<>(BATCH);
    while (!stopping || !queue.isEmpty()) {
      try {
        Append first = queue.poll(healthy ? LOOK_EVERY_MS : PROBE_EVERY_MS, TimeUnit.MILLISECONDS);
        if (first == null) {
          recover();
          continue;
        }
        if (first.acknowledged() && !urgent && !stopping) {
          LockSupport.parkNanos(GATHER_NANOS); // nobody waits: more of them cost no more
        }
        urgent = false;
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        write(batch);
      } catch (InterruptedException e) {
        stopping = true; // the container is going down: finish what is queued
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "the journal's writer met something unexpected", e);
        fail(batch);
      } finally {
        batch.clear();
      }
    }
  }

  private void write(List<Append> batch) {
    long began = System.nanoTime();
    List<Append> refused;
    try {
      boolean powerLoss = powerLoss(batch);
      if (settings.database().postgresql()) {
        refused = store.write(batch, powerLoss ? SynchronousCommit.ON : SynchronousCommit.OFF);
      } else {
        refused = store.write(batch);
        if (powerLoss) {
          checkpoint();
        }
      }
    } catch (RuntimeException | SQLException e) {
      failed(batch, e);
      return;
    }
    refused.forEach(append -> append.waiter().settle(Append.Outcome.REFUSED));
    batch.forEach(append -> append.waiter().settle(Append.Outcome.DURABLE));
    healthy = true;
    release(batch);
    commits.fire(new JournalCommitted(batch.size(), System.nanoTime() - began));
  }

  /** What nobody waits for need not reach the disk at once. */
  private boolean powerLoss(List<Append> batch) {
    return survivesPowerLoss() && batch.stream().anyMatch(append -> append.waiter().awaited());
  }

  private void release(List<Append> stored) {
    Ahead front = ahead;
    if (front == null) {
      return;
    }
    try {
      for (Append append : stored) {
        if (append.acknowledged()) {
          front.log().stored(append.waiter().segment());
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a segment of the write-ahead log cannot be deleted", e);
    }
    backlog.remove(stored);
  }

  /** Forces what H2 has committed onto the disk; PostgreSQL did so when it committed. */
  private void checkpoint() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  private void failed(List<Append> batch, Exception cause) {
    if (!answers()) {
      LOG.log(Level.SEVERE, "the database does not answer: new work is refused", cause);
      healthy = false;
      fail(batch);
      insist(batch.stream().filter(Append::acknowledged).toList());
    } else if (batch.size() == 1) {
      alone(batch.get(0), cause);
    } else {
      int half = batch.size() / 2;
      write(List.copyOf(batch.subList(0, half)));
      write(List.copyOf(batch.subList(half, batch.size())));
    }
  }

  private void alone(Append append, Exception cause) {
    LOG.log(Level.SEVERE, "an append cannot be stored", cause);
    fail(List.of(append));
    Ahead front = ahead;
    if (append.acknowledged() && front != null) {
      try {
        front.log().setAside(append);
        release(List.of(append));
      } catch (IOException e) {
        LOG.log(Level.SEVERE, "an acknowledged append stays in the write-ahead log", e);
      }
    }
  }

  /** What was acknowledged is not given up: it is tried until the database takes it again. */
  private void insist(List<Append> acknowledged) {
    if (acknowledged.isEmpty()) {
      return;
    }
    while (!stopping) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PROBE_EVERY_MS));
      failWaiting();
      if (answers()) {
        write(acknowledged);
        return;
      }
    }
  }

  /** Those who wait for the database learn at once that it does not answer. */
  private void failWaiting() {
    for (Append append : queue) {
      if (!append.acknowledged() && queue.remove(append)) {
        fail(List.of(append));
      }
    }
  }

  /**
   * Tells those who wait, and counts what is lost because nobody does. What the write-ahead log has
   * is not: it is stored in the end.
   */
  @Override
  public void fail(List<Append> appends) {
    int lost = 0;
    for (Append append : appends) {
      boolean first = append.waiter().settle(Append.Outcome.FAILED);
      lost += !first || append.waiter().awaited() || append.acknowledged() ? 0 : 1;
    }
    if (lost > 0) {
      LOG.severe(lost + " executions that were acknowledged before they were durable are lost");
      losses.fire(new JournalLost(lost));
    }
  }

  /** Asks by writing: a full disk answers questions. It prolongs this instance's lease, too. */
  private boolean answers() {
    try {
      instance.beat();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void recover() {
    if (!healthy && answers()) {
      LOG.info("the database answers again: new work is taken");
      healthy = true;
    }
  }
}
