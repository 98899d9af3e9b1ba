package net.intentus.agent;

import io.smallrye.faulttolerance.core.timer.Timer;
import io.smallrye.faulttolerance.core.timer.TimerTask;
import java.util.concurrent.Executor;

/**
 * Schedules nothing. A circuit breaker wants a timer only to tell observers that it could be probed
 * by now; {@link Circuit#state()} works that out when it is asked, without a thread.
 */
enum NoTimer implements Timer, TimerTask {
  INSTANCE;

  @Override
  public int getId() {
    return 0;
  }

  @Override
  public TimerTask schedule(long delayInMillis, Runnable task) {
    return this;
  }

  @Override
  public TimerTask schedule(long delayInMillis, Runnable task, Executor executor) {
    return this;
  }

  @Override
  public int countScheduledTasks() {
    return 0;
  }

  @Override
  public void shutdown() {
    // there is nothing to stop
  }

  @Override
  public boolean isDone() {
    return true;
  }

  @Override
  public boolean cancel() {
    return false;
  }
}
