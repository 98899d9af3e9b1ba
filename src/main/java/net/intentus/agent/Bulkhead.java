package net.intentus.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Places for calls of one agent, given out in the order of asking. Whoever waits occupies its
 * thread, for a bounded time. Thread-safe.
 */
final class Bulkhead {
  private final Deque<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
  private int limit;
  private int queue;
  private int taken;

  Bulkhead(int limit, int queue) {
    this.limit = limit;
    this.queue = queue;
  }

  /** What asking for a place came to. */
  enum Entry {
    ENTERED,
    FULL,
    TIMED_OUT,
    CANCELLED
  }

  /** Takes new bounds over; calls that run and wait go on. */
  synchronized void resize(int newLimit, int newQueue) {
    limit = newLimit;
    queue = newQueue;
    while (taken < limit && handOver()) {
      taken++;
    }
  }

  /**
   * Takes a place; {@link #leave()} gives it back.
   *
   * @param waitMs how long to wait for one at most
   */
  Entry enter(long waitMs, Cancellation cancellation) {
    CompletableFuture<Boolean> place;
    synchronized (this) {
      if (taken < limit && waiting.isEmpty()) {
        taken++;
        return Entry.ENTERED;
      }
      if (waiting.size() >= queue) {
        return Entry.FULL;
      }
      place = new CompletableFuture<>();
      waiting.add(place);
    }
    cancellation.onCancel(() -> place.complete(false));
    return await(place, waitMs);
  }

  private Entry await(CompletableFuture<Boolean> place, long waitMs) {
    Entry otherwise = Entry.CANCELLED;
    try {
      if (place.get(waitMs, TimeUnit.MILLISECONDS)) {
        return Entry.ENTERED;
      }
    } catch (TimeoutException e) {
      otherwise = Entry.TIMED_OUT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a place is given or not", e);
    }
    place.complete(false);
    synchronized (this) {
      waiting.removeIf(CompletableFuture::isDone);
    }
    return place.join() ? Entry.ENTERED : otherwise; // it may have been given meanwhile
  }

  /** How the places are taken now. */
  synchronized Places now() {
    return new Places(taken, waiting.size());
  }

  /** How many wait. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** Gives a place back, to the one that has waited longest. */
  synchronized void leave() {
    if (taken > limit || !handOver()) {
      taken--;
    }
  }

  private boolean handOver() {
    CompletableFuture<Boolean> next = waiting.poll();
    while (next != null) {
      if (next.complete(true)) {
        return true;
      }
      next = waiting.poll();
    }
    return false;
  }
}
