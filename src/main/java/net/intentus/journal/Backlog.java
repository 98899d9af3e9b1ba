package net.intentus.journal;

import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much is acknowledged that the database does not have yet. Bounded in bytes: adding waits for
 * room. Thread-safe.
 */
final class Backlog {
  private static final long MAX_BYTES = 64L << 20;

  /** What an append takes in memory besides what it takes in the write-ahead log. */
  private static final int EACH = 1_024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long added;
  private long removed;
  private long bytes;

  /** Adds them all once there is room for more, or at once when the thread is interrupted. */
  void add(List<Append> appends) {
    lock.lock();
    try {
      while (bytes > MAX_BYTES) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      added += appends.size();
      bytes += size(appends);
      lock.unlock();
    }
  }

  /** Takes away what had been added. */
  void remove(List<Append> done) {
    lock.lock();
    try {
      removed += done.size();
      bytes -= size(done);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static long size(List<Append> appends) {
    long size = 0;
    for (Append append : appends) {
      size += EACH + append.waiter().size();
    }
    return size;
  }

  /** Whether nothing is left. */
  boolean stored() {
    lock.lock();
    try {
      return removed == added;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until what had been added when this was called is gone, so many nanoseconds at most.
   * Whether it is.
   */
  boolean await(long nanos) {
    lock.lock();
    try {
      long target = added;
      long left = nanos;
      while (removed < target && left > 0) {
        left = changed.awaitNanos(left);
      }
      return removed >= target;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
