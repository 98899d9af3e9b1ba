package net.intentus.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one caller wants made durable, and where it waits for the outcome.
 *
 * @param opening inserted when not null
 * @param claim the precondition of an opening: its key is free; null without one
 * @param block inserted
 * @param envelope canonical, stored compressed: new, or in the place of the one that is; null
 *     leaves that as it is
 * @param ending applied to the row when not null
 * @param response canonical, stored compressed; null when there is none yet, and an ending without
 *     one erases the envelope that is stored
 * @param custody the right to append, and what is kept apart
 */
@SuppressWarnings("ArrayRecordComponent") // handed from thread to thread once, compared nowhere
record Append(
    String executionId,
    @Nullable ExecutionEntity opening,
    @Nullable IdempotencyClaim claim,
    JournalBlockEntity block,
    byte @Nullable [] envelope,
    @Nullable ExecutionEnd ending,
    byte @Nullable [] response,
    byte[] head,
    int lastSeq,
    Custody custody,
    Waiter waiter) {

  /**
   * Whether it can be acknowledged before the database has looked at it, because nothing there can
   * refuse it: it wants no key, and its execution has belonged to this process from the beginning.
   */
  boolean unconditional() {
    return claim == null && custody.equals(Custody.FIRST);
  }

  /** Whether it is acknowledged already. */
  boolean acknowledged() {
    return waiter.segment() != 0;
  }

  /** What became of an append. */
  enum Outcome {
    DURABLE,
    /** The precondition does not hold: nothing of this append was stored. */
    REFUSED,
    FAILED
  }

  /** Lets one thread wait for another's verdict. */
  static final class Waiter {
    private final CountDownLatch done = new CountDownLatch(1);
    private final boolean awaited;
    private volatile Outcome outcome = Outcome.FAILED;
    private int size;
    private volatile long segment;
    private volatile boolean released;
    private @Nullable Consumer<Outcome> told;

    /** Not awaited: whoever made the append was told that it is recorded already. */
    Waiter(boolean awaited) {
      this.awaited = awaited;
    }

    boolean awaited() {
      return awaited;
    }

    /** Notes that the write-ahead log has it, in that segment: it must not get lost any more. */
    void ahead(long number, int bytes) {
      size = bytes;
      segment = number;
    }

    /** Where the write-ahead log has it, 0 when it does not. */
    long segment() {
      return segment;
    }

    /** How many bytes it takes there; roughly what it takes in memory. */
    int size() {
      return size;
    }

    /** Notes that the write-ahead log need not be asked to store it any more. */
    void release() {
      released = true;
    }

    boolean released() {
      return released;
    }

    boolean settled() {
      return done.getCount() == 0;
    }

    /** Has the verdict told instead of waited for. Before the append is handed over. */
    void then(Consumer<Outcome> teller) {
      told = teller;
    }

    /** Tells the verdict; the first one counts. Whether this is it. */
    synchronized boolean settle(Outcome verdict) {
      boolean first = done.getCount() > 0;
      if (first) {
        outcome = verdict;
        done.countDown();
        Consumer<Outcome> teller = told;
        told = null; // it holds on to the whole answer
        if (teller != null) {
          teller.accept(verdict);
        }
      }
      return first;
    }

    /** The verdict, or FAILED when it takes longer than that or the thread is interrupted. */
    Outcome await(long millis) {
      boolean interrupted = false;
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      try {
        while (true) {
          try {
            return done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                ? outcome
                : Outcome.FAILED;
          } catch (InterruptedException e) {
            interrupted = true; // a cancelled call must not make its record doubtful
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
