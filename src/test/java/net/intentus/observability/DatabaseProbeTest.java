package net.intentus.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.intentus.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DatabaseProbeTest {
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void asksOnceASecondAtMost() {
    DatabaseProbe probe =
        new DatabaseProbe(clock, Runnable::run, () -> asked.incrementAndGet() < 3);

    assertThat(probe.answers()).isTrue();
    clock.move(Duration.ofMillis(999));
    assertThat(probe.answers()).isTrue();
    assertThat(asked).hasValue(1);
    clock.move(Duration.ofMillis(1));
    assertThat(probe.answers()).isTrue();
    assertThat(asked).hasValue(2);
    clock.move(Duration.ofSeconds(1));
    assertThat(probe.answers()).isFalse();
    clock.move(Duration.ofMillis(10));
    assertThat(probe.answers()).isFalse();
    assertThat(asked).hasValue(3);
  }

  @Test
  void doesNotAskWhenACommitHasJustBeenSeen() {
    DatabaseProbe probe =
        new DatabaseProbe(
            clock,
            Runnable::run,
            () -> {
              asked.incrementAndGet();
              throw new SQLException("gone");
            });
    probe.seen();
    assertThat(probe.answers()).isTrue();
    assertThat(asked).hasValue(0);
    clock.move(Duration.ofSeconds(1));
    assertThat(probe.answers()).isFalse();
    assertThat(asked).hasValue(1);
  }

  @Test
  void saysNoWhenNobodyCanAsk() {
    DatabaseProbe probe =
        new DatabaseProbe(
            clock,
            task -> {
              throw new RejectedExecutionException("full");
            },
            () -> true);
    assertThat(probe.answers()).isFalse();
    clock.move(Duration.ofSeconds(1));
    assertThat(probe.answers()).isFalse();
  }

  @Test
  @Timeout(20)
  void givesUpOnAHangingDatabaseAndAsksOnlyOnceMeanwhile() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    DatabaseProbe probe =
        new DatabaseProbe(
            clock,
            executor,
            () -> {
              asked.incrementAndGet();
              hang.await();
              return true;
            });

    assertThat(probe.answers()).isFalse();
    for (int i = 0; i < 100; i++) {
      clock.move(Duration.ofSeconds(1));
      assertThat(probe.answers()).isFalse();
    }
    assertThat(asked).hasValue(1);

    hang.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }
}
