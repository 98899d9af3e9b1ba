package net.intentus.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.wal.WriteAheadLog;

/**
 * The thread that makes appends durable in the {@link WriteAheadLog}, a group at a time, and hands
 * them on to whatever stores them in the database. {@link #offer} is thread-safe.
 */
final class AheadWriter {
  private static final Logger LOG = Logger.getLogger(AheadWriter.class.getName());
  private static final int GROUP = 256;
  private static final long POLL_MS = 250;

  /** How long a group waits in all while more appends keep coming. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static final int ENOUGH = 64;

  private final WriteAheadLog log;
  private final Next next;
  private final Runnable pause;
  private final ArrayBlockingQueue<Entry> queue = new ArrayBlockingQueue<>(AppendQueue.SIZE);
  private final Thread thread;
  private volatile boolean healthy = true;
  private volatile boolean stopping;
  private volatile boolean ended;

  @SuppressWarnings("ArrayRecordComponent") // handed over once, compared nowhere
  private record Entry(Append append, byte[] record) {}

  /** Where acknowledged appends go, in the order in which they were acknowledged. */
  interface Next {
    /** Takes them all, waiting for room if it must. They are not given up, whatever happens. */
    void add(List<Append> acknowledged);

    /** Gives those of them up that are not acknowledged. */
    void fail(List<Append> appends);
  }

  AheadWriter(WriteAheadLog log, Next next, ThreadFactory threads) {
    this(log, next, threads, Thread::yield);
  }

  /**
   * @param pause lets those run who may be about to append, and comes back when nobody is
   */
  AheadWriter(WriteAheadLog log, Next next, ThreadFactory threads, Runnable pause) {
    this.log = log;
    this.next = next;
    this.pause = pause;
    this.thread = threads.newThread(this::run);
    thread.setName("intentus-journal-ahead");
  }

  void start() {
    thread.start();
  }

  /** Whether the last group reached the disk. */
  boolean healthy() {
    return healthy && !ended;
  }

  int depth() {
    return queue.size();
  }

  /**
   * Takes it unless the queue is full.
   *
   * @param record {@link WriteAheadLog#MAX_RECORD} bytes at most
   */
  boolean offer(Append append, byte[] record) {
    Entry entry = new Entry(append, record);
    boolean taken = queue.offer(entry);
    return taken && !(ended && queue.remove(entry)); // nobody looks into it any more
  }

  /**
   * Ends once everything that waits is written, after that many milliseconds at the latest. Whether
   * it has ended.
   */
  boolean stop(long millis) throws InterruptedException {
    stopping = true;
    thread.join(millis);
    return !thread.isAlive();
  }

  private void run() {
    List<Entry> group = new ArrayList<>(GROUP);
    int before = 0;
    while (!stopping || !queue.isEmpty()) {
      try {
        Entry first = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (first != null) {
          group.add(first);
          queue.drainTo(group, GROUP - 1);
          if (before > 1 || group.size() > 1) {
            gather(group);
          }
          before = group.size();
          writeAll(group);
        } else if (!healthy) {
          write(List.of());
        } else {
          log.rest();
        }
      } catch (InterruptedException e) {
        stopping = true; // the container is going down: finish what is queued
      } catch (Throwable e) { // an error, too: nobody else writes
        LOG.log(Level.SEVERE, "the journal's writer met something unexpected", e);
        next.fail(group.stream().map(Entry::append).toList());
      } finally {
        group.clear();
      }
    }
    ended = true;
    queue.drainTo(group);
    next.fail(group.stream().map(Entry::append).toList());
  }

  /**
   * A force costs the same for one as for many. While appends keep coming, the processors are left
   * to those who make the next ones; when nobody wants them the group does not wait, and who is
   * alone never does.
   */
  private void gather(List<Entry> group) {
    long began = System.nanoTime();
    int before;
    do {
      before = group.size();
      pause.run();
      queue.drainTo(group, GROUP - group.size());
    } while (group.size() > before
        && group.size() < ENOUGH
        && System.nanoTime() - began < GATHER_NANOS
        && !stopping);
  }

  /** As few groups as the log takes. */
  private void writeAll(List<Entry> entries) {
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      int more = WriteAheadLog.FRAME + entries.get(i).record().length;
      if (bytes + more > WriteAheadLog.MAX_GROUP && i > from) {
        write(entries.subList(from, i));
        from = i;
        bytes = 0;
      }
      bytes += more;
    }
    write(entries.subList(from, entries.size()));
  }

  private void write(List<Entry> group) {
    List<Append> appends = group.stream().map(Entry::append).toList();
    long segment;
    try {
      segment = log.write(group.stream().map(Entry::record).toList());
      healthy = true;
    } catch (IOException e) {
      if (healthy) {
        LOG.log(Level.SEVERE, "the write-ahead log cannot be written: new work is refused", e);
      }
      healthy = false;
      next.fail(appends);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      return;
    }
    group.forEach(entry -> entry.append().waiter().ahead(segment, entry.record().length));
    next.add(appends); // first, so that whoever reads after the answer waits for the database
    appends.forEach(append -> append.waiter().settle(Append.Outcome.DURABLE));
  }
}
