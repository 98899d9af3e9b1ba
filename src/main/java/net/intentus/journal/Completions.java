package net.intentus.journal;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells those who did not wait what became of their appends, never on the journal's own threads.
 * Thread-safe.
 *
 * <p>As a rule one or two threads do it for everybody, which is cheaper than waking a thread each;
 * more of them are taken while those that there are do not keep up, because a client may read its
 * answer slowly. The queue holds no more than there are places in admission.
 */
@Singleton
class Completions {
  private static final Logger LOG = Logger.getLogger(Completions.class.getName());
  private static final int USUAL = 2;
  private static final int MOST = 128;
  private static final int BEHIND = 32;

  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();

  private final ConcurrentLinkedQueue<Expected> expected = new ConcurrentLinkedQueue<>();

  @Resource(lookup = "java:comp/DefaultManagedExecutorService")
  ManagedExecutorService executor;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService timer;

  private record Expected(Append.Waiter waiter, long deadline) {}

  /** Begins to look after what is {@linkplain #expect expected}. */
  void start() {
    var unused = timer.scheduleWithFixedDelay(this::giveUp, 1, 1, TimeUnit.SECONDS);
  }

  /** Settles it as failed unless it is settled after so many milliseconds, always the same. */
  void expect(Append.Waiter waiter, long millis) {
    expected.add(new Expected(waiter, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private void giveUp() {
    long now = System.nanoTime();
    Expected first = expected.peek();
    while (first != null && (first.waiter().settled() || first.deadline() - now < 0)) {
      expected.poll();
      first.waiter().settle(Append.Outcome.FAILED);
      first = expected.peek();
    }
  }

  /** Runs it soon, on another thread. */
  void add(Runnable completion) {
    queue.add(completion);
    int behind = waiting.incrementAndGet();
    int running = threads.get();
    boolean more = running < USUAL || (behind > BEHIND * (running - 1) && running < MOST);
    if (more && threads.compareAndSet(running, running + 1)) {
      start(executor);
    }
  }

  private void start(Executor on) {
    try {
      on.execute(this::drain);
    } catch (RuntimeException e) {
      threads.decrementAndGet();
      LOG.log(Level.WARNING, "no thread to answer with; the next answer tries again", e);
    }
  }

  private void drain() {
    try {
      Runnable next = queue.poll();
      while (next != null) {
        waiting.decrementAndGet();
        run(next);
        next = queue.poll();
      }
    } finally {
      threads.decrementAndGet();
    }
    if (!queue.isEmpty() && threads.compareAndSet(0, 1)) {
      drain(); // what came between the last look and the count
    }
  }

  // Throwable: one answer that cannot be given must not keep the others from being given
  private static void run(Runnable completion) {
    try {
      completion.run();
    } catch (Throwable e) {
      LOG.log(Level.WARNING, "an answer could not be given", e);
    }
  }
}
