package net.intentus.observability;

import static net.intentus.observability.Fixtures.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import net.intentus.SettableClock;
import net.intentus.execution.AttemptFinished;
import net.intentus.execution.TraceSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TraceSinksTest {
  private static final Logger LOG = Logger.getLogger(SinkFeed.class.getName());
  private final FakeRegistry registry = new FakeRegistry();
  private final SettableClock clock = new SettableClock();
  private final TraceSinks sinks = new TraceSinks(registry.meters(), clock);
  private final ConcurrentLinkedQueue<LogRecord> logged = new ConcurrentLinkedQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOG.setUseParentHandlers(false);
    LOG.addHandler(handler);
  }

  @AfterEach
  void stop() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  @Test
  void feedsEverySinkInOrderOnItsOwnThread() throws InterruptedException {
    AtomicReference<Thread> worker = new AtomicReference<>();
    Collecting first = new Collecting("first", span -> worker.set(Thread.currentThread()));
    Collecting second = new Collecting("second", span -> {});
    start(first, second);

    for (int i = 0; i < 100; i++) {
      sinks.ended(attempt("agent-" + i, "succeeded"));
    }
    await(() -> first.got.size() == 100 && second.got.size() == 100);

    assertThat(first.got).extracting(AttemptFinished::agent).startsWith("agent-0", "agent-1");
    assertThat(List.copyOf(first.got)).isEqualTo(List.copyOf(second.got));
    assertThat(worker.get()).isNotSameAs(Thread.currentThread());
    assertThat(dropped("first", "full") + dropped("first", "failed")).isZero();
    sinks.stop();
  }

  @Test
  void survivesASinkThatThrowsAndCountsWhatItRefused() throws InterruptedException {
    Collecting bad =
        new Collecting(
            "bad",
            span -> {
              if (span.agent().equals("poison")) {
                throw new IllegalStateException("no");
              }
              if (span.agent().equals("broken")) {
                throw new NoClassDefFoundError("some.Missing");
              }
            });
    Collecting good = new Collecting("good", span -> {});
    start(bad, good);

    for (String agent : List.of("poison", "fine", "broken", "poison", "fine")) {
      sinks.ended(attempt(agent, "failed"));
    }
    await(() -> bad.got.size() == 2 && good.got.size() == 5);

    assertThat(dropped("bad", "failed")).isEqualTo(3);
    assertThat(dropped("good", "failed")).isZero();
    assertThat(logged).hasSize(1);

    clock.move(Duration.ofMinutes(1));
    sinks.ended(attempt("poison", "failed"));
    await(() -> logged.size() == 2);
    assertThat(dropped("bad", "failed")).isEqualTo(4);
    sinks.stop();
  }

  @Test
  void neverWaitsForASinkThatBlocksAndCountsWhatItMissed() throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Collecting stuck =
        new Collecting(
            "stuck",
            span -> {
              entered.countDown();
              release.await();
            });
    Collecting good = new Collecting("good", span -> {});
    start(stuck, good);
    sinks.ended(attempt("agent", "succeeded"));
    entered.await();

    int published = SinkFeed.QUEUE + 500;
    long began = System.nanoTime();
    for (int i = 0; i < published; i++) {
      sinks.ended(attempt("agent", "succeeded"));
      if (i % 200 == 0) {
        int expected = i;
        await(() -> good.got.size() >= expected);
      }
    }
    long took = System.nanoTime() - began;

    assertThat(took).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(dropped("stuck", "full")).isEqualTo(500);
    assertThat(dropped("good", "full")).isZero();
    assertThat(logged).hasSize(1);
    release.countDown();
    await(() -> stuck.got.size() == SinkFeed.QUEUE + 1);
    sinks.stop();
  }

  @Test
  void feedsWhatIsQueuedBeforeItStops() {
    Collecting slow = new Collecting("slow", span -> TimeUnit.MILLISECONDS.sleep(2));
    start(slow);
    for (int i = 0; i < 100; i++) {
      sinks.ended(attempt("agent", "succeeded"));
    }

    sinks.stop();

    assertThat(slow.got).hasSize(100);
    sinks.ended(attempt("late", "succeeded"));
    assertThat(slow.got).hasSize(100);
  }

  @Test
  void stopsASinkThatNeverReturns() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    Collecting stuck =
        new Collecting(
            "stuck",
            span -> {
              entered.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
            });
    start(stuck);
    sinks.ended(attempt("agent", "succeeded"));
    entered.await();

    sinks.stop();

    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void startsTheOthersWhenASinkHasNoName() throws InterruptedException {
    TraceSink nameless =
        new TraceSink() {
          @Override
          public String name() {
            throw new IllegalStateException("no name");
          }

          @Override
          public void accept(AttemptFinished span) {}
        };
    Collecting good = new Collecting("good", span -> {});
    start(nameless, good);

    sinks.ended(attempt("agent", "succeeded"));

    await(() -> good.got.size() == 1);
    sinks.stop();
  }

  private void start(TraceSink... all) {
    sinks.start(List.of(all), Executors.defaultThreadFactory());
  }

  private long dropped(String sink, String reason) {
    return registry.count(
        "intentus_trace_spans_dropped_total{sink=" + sink + ",reason=" + reason + "}");
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private interface Behaviour {
    void on(AttemptFinished span) throws Exception;
  }

  private static final class Collecting implements TraceSink {
    private final String name;
    private final Behaviour behaviour;
    private final List<AttemptFinished> got =
        java.util.Collections.synchronizedList(new ArrayList<>());

    Collecting(String name, Behaviour behaviour) {
      this.name = name;
      this.behaviour = behaviour;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void accept(AttemptFinished span) throws Exception {
      behaviour.on(span);
      got.add(span);
    }
  }
}
