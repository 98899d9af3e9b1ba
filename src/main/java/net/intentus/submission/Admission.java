package net.intentus.submission;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.config.Settings;
import net.intentus.config.SettingsChanged;
import net.intentus.intent.ErrorCode;

/** The one cap on intents in flight, over every entrance of this instance. Thread-safe. */
@Singleton
public class Admission {
  private final Lifecycle lifecycle;
  private final Places places;
  private volatile int limit;
  private final AtomicInteger answering = new AtomicInteger();

  @Inject
  public Admission(Settings settings, Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
    this.limit = settings.limits().maxConcurrent();
    this.places = new Places(limit);
  }

  /** A semaphore that can be made smaller; what is in flight stays in flight. */
  private static final class Places extends Semaphore {
    private static final long serialVersionUID = 1L;

    Places(int permits) {
      super(permits);
    }

    void grow(int by) {
      if (by < 0) {
        reducePermits(-by);
      } else {
        release(by);
      }
    }
  }

  synchronized void changed(@Observes SettingsChanged change) {
    int wanted = change.settings().limits().maxConcurrent();
    int more = wanted - limit;
    limit = wanted;
    places.grow(more);
  }

  /** Takes a place when one is free and the instance is not about to stop. Never waits. */
  boolean enter() {
    return lifecycle.started() && !lifecycle.draining() && places.tryAcquire();
  }

  /** Why {@link #enter} gave no place. */
  SubmissionResult.Refused refusal() {
    return lifecycle.draining()
        ? new SubmissionResult.Refused(
            ErrorCode.STORAGE_UNAVAILABLE, "This server is about to stop.", 5)
        : new SubmissionResult.Refused(
            ErrorCode.CAPACITY_EXCEEDED, "Too many intents are in flight here.", 1);
  }

  /** Gives the place back. */
  void leave() {
    places.release();
  }

  /** Lasts while an answer is given whose place is free already. */
  interface Answering extends AutoCloseable {
    @Override
    void close();
  }

  /** Gives the place back before the answer leaves: its reader may want the place at once. */
  Answering leaveToAnswer() {
    answering.incrementAndGet();
    leave();
    return answering::decrementAndGet;
  }

  /** Whether anything is in flight or still being answered. */
  public boolean busy() {
    return inFlight() > 0 || answering.get() > 0;
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
