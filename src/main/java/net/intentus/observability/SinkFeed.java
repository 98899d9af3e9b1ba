package net.intentus.observability;

import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.execution.AttemptFinished;
import net.intentus.execution.TraceSink;
import org.eclipse.microprofile.metrics.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one sink on one thread from one bounded queue. {@link #offer} never waits and never throws,
 * whatever the sink does. Thread-safe.
 */
final class SinkFeed {
  static final int QUEUE = 1_024;
  private static final long LOG_EVERY_MS = 60_000;
  private static final long POLL_MS = 200;
  private static final Logger LOG = Logger.getLogger(SinkFeed.class.getName());

  private final String name;
  private final TraceSink sink;
  private final Clock clock;
  private final Counter full;
  private final Counter failed;
  private final BlockingQueue<AttemptFinished> queue = new ArrayBlockingQueue<>(QUEUE);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);
  private final Thread thread;
  private volatile boolean stopping;

  SinkFeed(String name, TraceSink sink, Meters meters, Clock clock, ThreadFactory threads) {
    this.name = name;
    this.sink = sink;
    this.clock = clock;
    this.full = meters.spansDropped(name, "full");
    this.failed = meters.spansDropped(name, "failed");
    this.thread = threads.newThread(this::run);
    thread.setName("intentus-sink-" + name);
  }

  void start() {
    thread.start();
  }

  /** Queues the span, or drops and counts it. */
  void offer(AttemptFinished span) {
    if (stopping || !queue.offer(span)) {
      full.inc();
      report("its queue is full", null);
    }
  }

  /** Takes no more spans; what is queued is still fed. */
  void close() {
    stopping = true;
  }

  /** Waits for the rest to be fed, that many milliseconds at most; then interrupts the sink. */
  void await(long millis) {
    try {
      thread.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void run() {
    while (!stopping || !queue.isEmpty()) {
      try {
        AttemptFinished span = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (span != null) {
          feed(span);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  // Throwable: a sink may be foreign code that lacks a class; its thread has to outlive that
  private void feed(AttemptFinished span) throws InterruptedException {
    try {
      sink.accept(span);
    } catch (InterruptedException e) {
      failed.inc();
      throw e;
    } catch (Throwable e) {
      failed.inc();
      report("it failed", e);
    }
  }

  private void report(String why, @Nullable Throwable cause) {
    long count = dropped.incrementAndGet();
    long now = clock.millis();
    long until = silentUntil.get();
    if (now >= until && silentUntil.compareAndSet(until, now + LOG_EVERY_MS)) {
      LOG.log(
          Level.WARNING,
          cause,
          () -> "trace sink " + name + ": " + why + "; " + count + " spans dropped so far");
    }
  }
}
