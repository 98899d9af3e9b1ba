package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AppendQueueTest {
  private final AtomicInteger gathered = new AtomicInteger();
  private final AppendQueue queue = new AppendQueue(gathered::incrementAndGet);

  private static List<Append> acknowledged(int count) {
    Append one = append();
    one.waiter().ahead(1, 100);
    return Stream.generate(() -> one).limit(count).toList();
  }

  private static Append append() {
    ExecutionLog log = Fixtures.begin("Queued", "default", "nightly");
    return Fixtures.append(log, Fixtures.finish(log, ExecutionStatus.SUCCEEDED));
  }

  private List<Append> taken() throws InterruptedException {
    List<Append> batch = new ArrayList<>();
    queue.take(batch, 0, () -> false);
    return batch;
  }

  @Test
  void aFewThatNobodyWaitsForGatherFirst() throws InterruptedException {
    queue.handOver(acknowledged(AppendQueue.ENOUGH / 2), () -> false);
    assertThat(taken()).hasSize(AppendQueue.ENOUGH / 2);
    assertThat(gathered).hasValue(1);
  }

  @Test
  void enoughOfThemAreTakenAtOnceHoweverManyCameBefore() throws InterruptedException {
    queue.handOver(acknowledged(AppendQueue.BATCH), () -> false);
    queue.handOver(acknowledged(AppendQueue.ENOUGH), () -> false);
    assertThat(taken()).hasSize(AppendQueue.BATCH);
    queue.handOver(acknowledged(AppendQueue.ENOUGH), () -> false);
    assertThat(taken()).hasSize(2 * AppendQueue.ENOUGH);
    assertThat(gathered).hasValue(0);
  }

  @Test
  void whatSomebodyWaitsForIsTakenAtOnce() throws InterruptedException {
    assertThat(queue.offer(append(), () -> false)).isTrue();
    assertThat(taken()).hasSize(1);
    assertThat(gathered).hasValue(0);
  }

  @Test
  void whatStillGathersIsTakenWhenThereIsEnough() throws InterruptedException {
    CountDownLatch gathering = new CountDownLatch(1);
    AppendQueue slow =
        new AppendQueue(
            () -> {
              gathering.countDown();
              java.util.concurrent.locks.LockSupport.park(); // only being hurried ends it
            });
    List<Append> batch = new ArrayList<>();
    Thread taker =
        new Thread(
            () -> {
              try {
                slow.take(batch, 30_000, () -> false);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    slow.takenBy(taker);
    slow.handOver(acknowledged(1), () -> false);
    taker.start();
    gathering.await();
    slow.handOver(acknowledged(AppendQueue.ENOUGH), () -> false);
    taker.join(30_000);
    assertThat(batch).hasSize(AppendQueue.ENOUGH + 1);
  }
}
