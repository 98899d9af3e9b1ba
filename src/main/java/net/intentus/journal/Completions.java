package net.intentus.journal;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
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

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory factory;

  @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
  ManagedScheduledExecutorService timer;

  /**
   * Managed threads in a pool of their own: the managed executor captures the caller's context with
   * a service lookup for each task, which here is one for every few answers.
   */
  ExecutorService executor =
      new ThreadPoolExecutor(
          0, MOST, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> factory.newThread(task));

  @PreDestroy
  void close() {
    executor.shutdown();
  }

  private record Expected(Append.Waiter waiter, long deadline) {}

  /** Begins to look after what is {@linkplain #expect expected}. */
  void start() {
    var unused = timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** Settles it as failed unless it is settled after so many milliseconds, always the same. */
  void expect(Append.Waiter waiter, long millis) {
    expected.add(new Expected(waiter, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private void tick() {
    try {
      giveUp();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what is late could not be given up; trying again", e);
    }
    if (!queue.isEmpty() && enter(Integer.MAX_VALUE)) {
      start(executor); // those that there are have blocked, or could not be begun
    }
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
    if (enter(behind)) {
      start(executor);
    }
  }

  /** Counts one thread more, if that many answers behind are worth one. */
  private boolean enter(int behind) {
    int running = threads.get();
    while (running < USUAL || (behind > BEHIND * (running - 1) && running < MOST)) {
      if (threads.compareAndSet(running, running + 1)) {
        return true;
      }
      running = threads.get();
    }
    return false;
  }

  private void start(Executor on) {
    try {
      on.execute(this::drain);
    } catch (RuntimeException e) {
      threads.decrementAndGet();
      LOG.log(Level.WARNING, "no thread to answer with; the next second tries again", e);
    }
  }

  private void drain() {
    do {
      Runnable next = queue.poll();
      while (next != null) {
        waiting.decrementAndGet();
        run(next);
        next = queue.poll();
      }
      threads.decrementAndGet();
      // what came between the last look and the count was left to this thread
    } while (!queue.isEmpty() && enter(Integer.MAX_VALUE));
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
