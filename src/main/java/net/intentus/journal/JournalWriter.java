package net.intentus.journal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import net.intentus.config.Settings;
import net.intentus.config.Settings.Durability;
import net.intentus.journal.JournalStore.SynchronousCommit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes to the journal: drains what is waiting and commits it together.
 *
 * <p>A batch that fails is halved until the append that cannot be stored stands alone, so that it
 * does not fail its neighbours. While the database does not answer, everything fails at once.
 */
@Singleton
class JournalWriter {
  private static final Logger LOG = Logger.getLogger(JournalWriter.class.getName());
  static final int QUEUE = 4_096;
  static final int BATCH = 256;
  private static final long PROBE_EVERY_MS = 250;

  @Inject JournalStore store;
  @Inject Settings settings;
  @Inject Event<JournalCommitted> commits;

  @Resource(lookup = "java:app/jdbc/intentusnet")
  DataSource database;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  private final ArrayBlockingQueue<Append> queue = new ArrayBlockingQueue<>(QUEUE);
  private volatile boolean healthy = true;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  void start() {
    Thread writer = threads.newThread(this::run);
    writer.setName("intentus-journal");
    thread = writer;
    writer.start();
  }

  /** Stops once everything that waits is written, after that many milliseconds at the latest. */
  void stop(long millis) {
    stopping = true;
    Thread writer = thread;
    if (writer == null) {
      return;
    }
    try {
      writer.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean healthy() {
    return healthy;
  }

  int depth() {
    return queue.size();
  }

  /** Takes it unless the queue is full. */
  boolean offer(Append append) {
    return queue.offer(append);
  }

  private void run() {
    List<Append> batch = new ArrayList<>(BATCH);
    while (!stopping || !queue.isEmpty()) {
      try {
        Append first = queue.poll(PROBE_EVERY_MS, TimeUnit.MILLISECONDS);
        if (first == null) {
          recover();
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, BATCH - 1);
        write(batch);
      } catch (InterruptedException e) {
        stopping = true; // the container is going down: finish what is queued
      } catch (RuntimeException e) {
        LOG.log(Level.SEVERE, "the journal's writer met something unexpected", e);
        batch.forEach(append -> append.waiter().settle(Append.Outcome.FAILED));
      } finally {
        batch.clear();
      }
    }
  }

  private void write(List<Append> batch) {
    long began = System.nanoTime();
    try {
      boolean powerLoss = settings.recording().durability() == Durability.FSYNC;
      if (settings.database().postgresql()) {
        store.write(batch, powerLoss ? SynchronousCommit.ON : SynchronousCommit.OFF);
      } else {
        store.write(batch);
        if (powerLoss) {
          checkpoint();
        }
      }
    } catch (RuntimeException | SQLException e) {
      failed(batch, e);
      return;
    }
    batch.forEach(append -> append.waiter().settle(Append.Outcome.DURABLE));
    healthy = true;
    commits.fire(new JournalCommitted(batch.size(), System.nanoTime() - began));
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
      batch.forEach(append -> append.waiter().settle(Append.Outcome.FAILED));
    } else if (batch.size() == 1) {
      LOG.log(Level.SEVERE, "an append cannot be stored", cause);
      batch.get(0).waiter().settle(Append.Outcome.FAILED);
    } else {
      int half = batch.size() / 2;
      write(List.copyOf(batch.subList(0, half)));
      write(List.copyOf(batch.subList(half, batch.size())));
    }
  }

  private boolean answers() {
    try {
      store.probe();
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
