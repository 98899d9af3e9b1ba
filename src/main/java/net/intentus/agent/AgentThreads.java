package net.intentus.agent;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of this room. */
@Singleton
class AgentThreads {
  /** How many local agents that may block can work at once. */
  static final int MAX_CALLS = 256;

  @Resource(lookup = "java:comp/DefaultManagedThreadFactory")
  ManagedThreadFactory threads;

  /** A new pool without a queue: a call either begins at once or is refused. */
  ExecutorService callPool() {
    return callPool(threads, MAX_CALLS);
  }

  static ExecutorService callPool(ThreadFactory threads, int max) {
    return new ThreadPoolExecutor(0, max, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  /** A new timer with one thread. */
  ScheduledThreadPoolExecutor timer() {
    return new ScheduledThreadPoolExecutor(1, threads);
  }
}
