package net.intentus.submission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import net.intentus.config.Settings;

/** The one cap on intents in flight, over every entrance of this instance. Thread-safe. */
@Singleton
public class Admission {
  private final Lifecycle lifecycle;
  private final Semaphore places;
  private final int limit;

  @Inject
  public Admission(Settings settings, Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
    this.limit = settings.limits().maxConcurrent();
    this.places = new Semaphore(limit);
  }

  /** Takes a place when one is free and the instance is not about to stop. Never waits. */
  boolean enter() {
    return lifecycle.started() && !lifecycle.draining() && places.tryAcquire();
  }

  /** Gives the place back. */
  void leave() {
    places.release();
  }

  /** How many intents are in flight. */
  public int inFlight() {
    return limit - places.availablePermits();
  }

  /** How many may be. */
  public int limit() {
    return limit;
  }
}
