package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletionsTest {
  private final Deque<Runnable> handed = new ArrayDeque<>();
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private Runnable tick = () -> {};
  private boolean rejecting;

  private Completions completions(Consumer<Runnable> threads) {
    Completions completions = new Completions();
    completions.executor =
        proxy(ExecutorService.class, arguments -> threads.accept((Runnable) arguments[0]));
    completions.timer =
        proxy(ManagedScheduledExecutorService.class, arguments -> tick = (Runnable) arguments[0]);
    completions.start();
    return completions;
  }

  /** Its threads are those that the test runs. */
  private Completions byHand() {
    return completions(
        task -> {
          if (rejecting) {
            throw new RejectedExecutionException("no thread");
          }
          handed.add(task);
        });
  }

  @SuppressWarnings("unchecked") // a proxy for the one interface that is asked for
  private static <T> T proxy(Class<T> type, Consumer<Object[]> call) {
    return (T)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              call.accept(arguments);
              return null;
            });
  }

  @Test
  void nothingWaitsBehindAnAnswerThatItsClientReadsSlowly() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch slow = new CountDownLatch(1);
    try {
      Completions completions = completions(threads::execute);
      completions.add(() -> await(slow));
      for (int i = 0; i < 200_000; i++) {
        CountDownLatch given = new CountDownLatch(1);
        completions.add(given::countDown);
        for (int spin = 0; spin < 10_000 && given.getCount() > 0; spin++) {
          Thread.onSpinWait(); // the next one comes while the thread of this one looks for more
        }
        assertThat(given.await(10, TimeUnit.SECONDS)).as("answer %s", i).isTrue();
      }
    } finally {
      slow.countDown();
      threads.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTheExecutorRejectedIsAnsweredAtTheNextTick() {
    Completions completions = byHand();
    rejecting = true;
    completions.add(() -> done.add("first"));
    assertThat(handed).isEmpty();
    rejecting = false;
    tick.run();
    handed.remove().run();
    assertThat(done).containsExactly("first");
  }

  @Test
  void theTickTakesAnotherThreadWhenTheUsualOnesAreBusy() {
    Completions completions = byHand();
    completions.add(() -> done.add("first"));
    completions.add(() -> done.add("second"));
    completions.add(() -> done.add("third"));
    assertThat(handed).as("the usual ones, which are slow to begin").hasSize(2);
    tick.run();
    assertThat(handed).hasSize(3);
    handed.removeLast().run();
    assertThat(done).containsExactly("first", "second", "third");
    tick.run();
    assertThat(handed).as("nothing waits any more").hasSize(2);
  }

  @Test
  void threadsAreTakenWhileThoseThatThereAreDoNotKeepUpAndNeverTooMany() {
    Completions completions = byHand();
    for (int i = 0; i < 10_000; i++) {
      completions.add(() -> {});
    }
    assertThat(handed).hasSize(128);
    tick.run();
    assertThat(handed).hasSize(128);
  }

  @Test
  void anAnswerThatCannotBeGivenKeepsNoOtherFromBeingGiven() {
    Completions completions = byHand();
    completions.add(
        () -> {
          throw new AssertionError("broken");
        });
    completions.add(() -> done.add("next"));
    handed.remove().run();
    assertThat(done).containsExactly("next");
  }

  @Test
  void whatIsNotSettledInTimeHasFailed() {
    Completions completions = byHand();
    AtomicInteger told = new AtomicInteger();
    Append.Waiter late = new Append.Waiter(true);
    late.then(
        outcome -> {
          assertThat(outcome).isEqualTo(Append.Outcome.FAILED);
          told.incrementAndGet();
        });
    completions.expect(late, 0);
    completions.expect(new Append.Waiter(true), 60_000);
    tick.run();
    tick.run();
    assertThat(told).hasValue(1);
  }
}
