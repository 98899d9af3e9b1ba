package net.intentus.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.JpaDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How calls are counted; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RateStoreContract {
  private JpaDatabase database;
  private RateSource rates;

  abstract JpaDatabase open();

  /** The transactions that the container would add. */
  private static final class Store extends RateStore {
    private final JpaDatabase database;

    Store(JpaDatabase database) {
      this.database = database;
    }

    @Override
    public Map<String, RateReading> count(Collection<RateDemand> demands) {
      return database.inTransaction(entities -> new RateStore(entities).count(demands));
    }

    @Override
    public void create(String key) {
      database.inTransaction(
          entities -> {
            new RateStore(entities).create(key);
            return key;
          });
    }

    @Override
    public int forget() {
      return database.inTransaction(entities -> new RateStore(entities).forget());
    }
  }

  @BeforeAll
  void setUp() {
    database = open();
    rates = new RateSource(new Store(database));
  }

  @AfterAll
  void tearDown() {
    database.close();
  }

  private RateReading count(String key, int limit) {
    return rates.count(List.of(new RateDemand("rule", key, limit))).get(key);
  }

  /** Lets time pass for all counters. */
  private void pass(long millis) {
    database.inTransaction(
        entities ->
            entities
                .createNativeQuery("UPDATE rate_window SET started = started - " + millis)
                .executeUpdate());
  }

  private long counters() {
    return database.inTransaction(
        entities ->
            ((Number)
                    entities
                        .createNativeQuery("SELECT COUNT(*) FROM rate_window")
                        .getSingleResult())
                .longValue());
  }

  @Test
  void countsUpToTheLimitAndNotBeyond() {
    assertThat(count("plain", 2))
        .extracting(RateReading::used, RateReading::counted)
        .containsExactly(1L, true);
    assertThat(count("plain", 2))
        .extracting(RateReading::used, RateReading::counted)
        .containsExactly(2L, true);
    RateReading refused = count("plain", 2);
    assertThat(refused)
        .extracting(RateReading::used, RateReading::counted)
        .containsExactly(2L, false);
    assertThat(refused.resetMs()).isBetween(1L, 60_000L);
    assertThat(count("plain", 3).counted()).isTrue();
    assertThat(count("plain \u00e9 " + "x".repeat(5_000), 1).counted()).isTrue();
  }

  @Test
  void theNextMinuteBeginsWithTheFirstCallAfterIt() {
    count("minute", 1);
    pass(59_000);
    assertThat(count("minute", 1).counted()).isFalse();
    pass(1_000);
    RateReading next = count("minute", 1);
    assertThat(next.counted()).isTrue();
    assertThat(next.used()).isEqualTo(1);
    assertThat(next.resetMs()).isGreaterThan(50_000);
  }

  @Test
  void countsEachKeyByItself() {
    count("full", 1);
    Map<String, RateReading> readings =
        rates.count(List.of(new RateDemand("r", "full", 1), new RateDemand("s", "fresh", 1)));
    assertThat(readings.get("full").counted()).isFalse();
    assertThat(readings.get("fresh").counted()).isTrue();
  }

  @Test
  void isExactWhenManyCountAtOnce() throws Exception {
    int limit = 25;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Boolean>> counted = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        counted.add(
            threads.submit(
                () -> {
                  start.await();
                  return count("crowd", limit).counted();
                }));
      }
      start.countDown();
      int passed = 0;
      for (Future<Boolean> one : counted) {
        passed += one.get() ? 1 : 0;
      }
      assertThat(passed).isEqualTo(limit);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void forgetsCountersWhoseMinuteIsLongOver() {
    count("old", 1);
    pass(130_000);
    count("young", 1);
    rates.sweep();
    assertThat(counters()).isEqualTo(1);
    assertThat(count("young", 1).counted()).isFalse();
    assertThat(count("old", 1).counted()).isTrue();
  }
}
