package net.intentus.journal;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends on their way to the database, in the order in which they came; bounded. Any thread adds,
 * one takes.
 */
final class AppendQueue {
  static final int SIZE = 4_096;

  /** How many are taken at once. */
  static final int BATCH = 2_048;

  /** How many are worth a transaction at once; fewer may gather for a while. */
  static final int ENOUGH = 512;

  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long HAND_OVER_MS = 100;

  private final ArrayBlockingQueue<Append> queue = new ArrayBlockingQueue<>(SIZE);
  private final Runnable gather;
  private volatile boolean urgent;
  private volatile @Nullable Thread taker;

  AppendQueue() {
    this(() -> LockSupport.parkNanos(GATHER_NANOS));
  }

  /**
   * @param gather lets some time pass, less of it after {@link #hurry}
   */
  AppendQueue(Runnable gather) {
    this.gather = gather;
  }

  /** Says whose wait {@link #hurry} ends. */
  void takenBy(Thread thread) {
    taker = thread;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Whether there was room, and somebody will still look: {@code ended} is asked afterwards. */
  boolean offer(Append append, BooleanSupplier ended) {
    boolean taken = queue.offer(append);
    hurry();
    return taken && !(ended.getAsBoolean() && queue.remove(append));
  }

  /** Adds them all, waiting for room as long as anybody makes some. */
  void handOver(List<Append> appends, BooleanSupplier ended) {
    boolean interrupted = false;
    for (Append append : appends) {
      interrupted |= handOver(append, ended);
    }
    if (queue.size() >= ENOUGH) {
      hurry();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the thread was interrupted. */
  private boolean handOver(Append append, BooleanSupplier ended) {
    boolean interrupted = false;
    while (!ended.getAsBoolean()) { // the log has it then: the next start stores it
      try {
        if (queue.offer(append, HAND_OVER_MS, TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  /** Has what waits taken at once. */
  void hurry() {
    urgent = true;
    LockSupport.unpark(taker);
  }

  /**
   * Takes what there is, waiting so many milliseconds for the first. While nobody waits for any of
   * it and there are few, some time passes first: more of them cost no more. Whether there is
   * anything.
   */
  boolean take(List<Append> batch, long millis, BooleanSupplier stopping)
      throws InterruptedException {
    Append first = queue.poll(millis, TimeUnit.MILLISECONDS);
    if (first == null) {
      return false;
    }
    if (first.acknowledged() && !urgent && queue.size() < ENOUGH && !stopping.getAsBoolean()) {
      gather.run();
    }
    urgent = false;
    batch.add(first);
    queue.drainTo(batch, BATCH - 1);
    return true;
  }

  /** Takes those out for which somebody waits. */
  void takeWaiting(Consumer<Append> taken) {
    for (Append append : queue) {
      if (!append.acknowledged() && queue.remove(append)) {
        taken.accept(append);
      }
    }
  }

  /** Takes all that are left. */
  void drainTo(List<Append> rest) {
    queue.drainTo(rest);
  }
}
