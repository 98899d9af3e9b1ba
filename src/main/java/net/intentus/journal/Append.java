package net.intentus.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one caller wants made durable, and where it waits for the outcome.
 *
 * @param opening inserted when not null
 * @param block inserted
 * @param ending applied to the row when not null
 */
@SuppressWarnings("ArrayRecordComponent") // handed from thread to thread once, compared nowhere
record Append(
    String executionId,
    @Nullable ExecutionEntity opening,
    JournalBlockEntity block,
    byte @Nullable [] envelope,
    @Nullable ExecutionEnd ending,
    byte @Nullable [] response,
    byte[] head,
    int lastSeq,
    Waiter waiter) {

  /** What became of an append. */
  enum Outcome {
    DURABLE,
    FAILED
  }

  /** Lets one thread wait for another's verdict. */
  static final class Waiter {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Outcome outcome = Outcome.FAILED;

    void settle(Outcome verdict) {
      outcome = verdict;
      done.countDown();
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
