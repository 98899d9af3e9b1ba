package net.intentus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.agent.Bulkhead.Entry;
import net.intentus.harness.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkheadTest {
  private static final long LONG = 30_000;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static Entry enter(Bulkhead places, long waitMs) {
    return places.enter(waitMs, new Cancellation());
  }

  private Future<Entry> waiting(Bulkhead places, Cancellation cancellation, int ahead) {
    Future<Entry> entry = threads.submit(() -> places.enter(LONG, cancellation));
    Eventually.isTrue("waiting", Duration.ofSeconds(10), () -> places.waiting() == ahead + 1);
    return entry;
  }

  @Test
  void refusesWhenPlacesAndQueueAreFull() throws Exception {
    Bulkhead places = new Bulkhead(1, 1);
    assertThat(enter(places, LONG)).isEqualTo(Entry.ENTERED);
    Future<Entry> second = waiting(places, new Cancellation(), 0);
    assertThat(enter(places, LONG)).isEqualTo(Entry.FULL);
    places.leave();
    assertThat(second.get()).isEqualTo(Entry.ENTERED);
    places.leave();
    assertThat(enter(places, 0)).isEqualTo(Entry.ENTERED);
  }

  @Test
  void givesPlacesInTheOrderOfAsking() throws Exception {
    Bulkhead places = new Bulkhead(1, 2);
    enter(places, LONG);
    Future<Entry> second = waiting(places, new Cancellation(), 0);
    Future<Entry> third = waiting(places, new Cancellation(), 1);
    places.leave();
    assertThat(second.get()).isEqualTo(Entry.ENTERED);
    assertThat(third.isDone()).isFalse();
    places.leave();
    assertThat(third.get()).isEqualTo(Entry.ENTERED);
  }

  @Test
  void whoGivesUpWaitingLeavesNoGap() throws Exception {
    Bulkhead places = new Bulkhead(1, 2);
    enter(places, LONG);
    assertThat(enter(places, 20)).isEqualTo(Entry.TIMED_OUT);
    Cancellation cancellation = new Cancellation();
    Future<Entry> cancelled = waiting(places, cancellation, 0);
    Future<Entry> next = waiting(places, new Cancellation(), 1);
    cancellation.cancel();
    assertThat(cancelled.get()).isEqualTo(Entry.CANCELLED);
    places.leave();
    assertThat(next.get()).isEqualTo(Entry.ENTERED);
    assertThat(places.waiting()).isZero();
  }

  @Test
  void takesNewBoundsOverWithoutLosingPlaces() throws Exception {
    Bulkhead places = new Bulkhead(1, 2);
    enter(places, LONG);
    Future<Entry> second = waiting(places, new Cancellation(), 0);
    places.resize(2, 2);
    assertThat(second.get()).isEqualTo(Entry.ENTERED);
    places.resize(1, 0);
    places.leave();
    assertThat(enter(places, 0)).as("one still runs").isEqualTo(Entry.FULL);
    places.leave();
    assertThat(enter(places, 0)).isEqualTo(Entry.ENTERED);
  }

  @Test
  void neverLetsMoreInThanThereArePlaces() throws Exception {
    Bulkhead places = new Bulkhead(3, 1_000);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      all.add(
          threads.submit(
              () -> {
                start.await();
                for (int round = 0; round < 500; round++) {
                  if (places.enter(round % 3, new Cancellation()) == Entry.ENTERED) {
                    peak.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    places.leave();
                  }
                }
                return null;
              }));
    }
    start.countDown();
    for (Future<?> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(peak.get()).isBetween(1, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(enter(places, 0)).as("no place was lost").isEqualTo(Entry.ENTERED);
    }
    places.resize(3, 0);
    assertThat(enter(places, 0)).isEqualTo(Entry.FULL);
  }
}
