package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatheringTest {
  private static final int MOST = 8;
  private static final int BREAKS = 666;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<List<Integer>> done = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);

  @AfterEach
  void stop() {
    gate.countDown();
    threads.shutdownNow();
  }

  /** Twice each number, once the gate is open; 13 fails and 666 breaks whoever is with it. */
  private final Gathering<Integer, Integer> doubled =
      new Gathering<>(
          numbers -> {
            begun.countDown();
            await(gate);
            if (numbers.contains(13)) {
              throw new IllegalArgumentException("thirteen");
            }
            if (numbers.contains(BREAKS)) {
              throw new StackOverflowError();
            }
            done.add(numbers);
            return numbers.stream().map(number -> 2 * number).toList();
          },
          MOST);

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One works, and these have come meanwhile. */
  private List<Future<Integer>> meanwhile(int... numbers) throws Exception {
    threads.execute(() -> doubled.submit(1));
    await(begun);
    List<Future<Integer>> waiting = new ArrayList<>();
    CountDownLatch there = new CountDownLatch(numbers.length);
    for (int number : numbers) {
      waiting.add(
          threads.submit(
              () -> {
                there.countDown();
                return doubled.submit(number);
              }));
    }
    await(there);
    TimeUnit.MILLISECONDS.sleep(200); // from being there to waiting
    gate.countDown();
    return waiting;
  }

  @Test
  void whoIsAloneIsServedAtOnce() {
    gate.countDown();
    assertThat(doubled.submit(4)).isEqualTo(8);
    assertThat(doubled.submit(5)).isEqualTo(10);
    assertThat(done).containsExactly(List.of(4), List.of(5));
  }

  @Test
  void whoComesMeanwhileIsServedTogetherAndGetsItsOwnAnswer() throws Exception {
    List<Future<Integer>> waiting = meanwhile(2, 3, 4, 5);
    for (int i = 0; i < 4; i++) {
      assertThat(waiting.get(i).get()).isEqualTo(2 * (i + 2));
    }
    assertThat(done).hasSize(2);
    assertThat(done.get(1)).containsExactlyInAnyOrder(2, 3, 4, 5);
  }

  @Test
  void noMoreThanSoManyAreServedTogether() throws Exception {
    int[] numbers = new int[3 * MOST];
    Arrays.setAll(numbers, i -> 100 + i);
    for (Future<Integer> one : meanwhile(numbers)) {
      assertThat(one.get()).isBetween(200, 200 + 6 * MOST);
    }
    assertThat(done).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(MOST));
    assertThat(done.stream().mapToInt(List::size).sum()).isEqualTo(1 + 3 * MOST);
  }

  @Test
  void nobodyFailsForTheSakeOfAnother() throws Exception {
    List<Future<Integer>> waiting = meanwhile(12, 13, 14);
    assertThat(waiting.get(0).get()).isEqualTo(24);
    assertThat(waiting.get(2).get()).isEqualTo(28);
    assertThatThrownBy(() -> waiting.get(1).get())
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatBreaksOffEndsForAllThatWereInIt() throws Exception {
    List<Future<Integer>> waiting = meanwhile(2, BREAKS, 3);
    for (Future<Integer> one : waiting) {
      assertThatThrownBy(one::get).isInstanceOf(ExecutionException.class);
    }
    assertThat(doubled.submit(4)).isEqualTo(8);
  }
}
