package net.intentus.observability;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks the database whether it is there: once a second at most, for two seconds at most, one
 * question at a time. Anyone may ask at any rate. Thread-safe.
 */
final class DatabaseProbe {
  static final long FRESH_MS = 1_000;
  static final long PATIENCE_MS = 2_000;

  private final Clock clock;
  private final Executor executor;
  private final Callable<Boolean> question;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile Reading last;

  DatabaseProbe(Clock clock, Executor executor, Callable<Boolean> question) {
    this.clock = clock;
    this.executor = executor;
    this.question = question;
    this.last = new Reading(Long.MIN_VALUE, false);
  }

  /** Whether the database answered within the last second or answers now. */
  boolean answers() {
    Reading reading = last;
    long age = clock.millis() - reading.at;
    if (reading.at != Long.MIN_VALUE && age >= 0 && age < FRESH_MS) {
      return reading.answered;
    }
    if (!asking.compareAndSet(false, true)) {
      return reading.answered && age < FRESH_MS + PATIENCE_MS;
    }
    boolean answered = ask();
    last = new Reading(clock.millis(), answered);
    return answered;
  }

  /** Something else has just seen the database work. */
  void seen() {
    last = new Reading(clock.millis(), true);
  }

  private boolean ask() {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              try {
                return question.call();
              } finally {
                // only now: a question that hangs must not be joined by others
                asking.set(false);
              }
            });
    try {
      executor.execute(task);
    } catch (RuntimeException e) {
      asking.set(false);
      return false;
    }
    try {
      return task.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      return false;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private record Reading(long at, boolean answered) {}
}
