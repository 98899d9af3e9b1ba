package net.intentus.submission;

import jakarta.inject.Singleton;

/** Where this instance stands between start and stop. Thread-safe. */
@Singleton
public class Lifecycle {
  private volatile boolean started;
  private volatile boolean draining;

  /** Whether start-up has finished. */
  public boolean started() {
    return started;
  }

  /** Whether new work is refused because the instance is about to stop. */
  public boolean draining() {
    return draining;
  }

  /** Opens the entrances. */
  public void start() {
    started = true;
  }

  /** Closes the entrances. */
  public void drain() {
    draining = true;
  }
}
