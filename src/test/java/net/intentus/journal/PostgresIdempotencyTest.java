package net.intentus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.intentus.JpaDatabase;
import net.intentus.harness.PostgresServer;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresIdempotencyTest extends IdempotencyContract {
  @Override
  JpaDatabase open() {
    PostgresServer.Database database = PostgresServer.shared().newDatabase();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(database.url());
    source.setUser(database.user());
    source.setPassword(database.password());
    source.setReWriteBatchedInserts(true); // as the application's own source does
    return JpaDatabase.postgresql(source);
  }

  /** Two instances that want the same keys in opposite order must not wait for each other. */
  @Test
  void instancesThatRaceForTheSameKeysShareThemWithoutADeadlock() throws Exception {
    ExecutorService instances = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        List<Append> one = batch("race-" + round);
        List<Append> two = batch("race-" + round);
        Collections.reverse(two);
        List<Callable<List<Append>>> both =
            List.of(
                () -> write(one.toArray(Append[]::new)), () -> write(two.toArray(Append[]::new)));
        int refused = 0;
        for (Future<List<Append>> done : instances.invokeAll(both)) {
          refused += done.get().size();
        }
        assertThat(refused).isEqualTo(64);
      }
    } finally {
      instances.shutdownNow();
    }
  }

  @Test
  void anInstanceThatHangsInItsCommitDoesNotHoldTheOthersUpForLong() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    try {
      Future<?> hanging =
          threads.submit(
              () ->
                  database()
                      .inTransaction(
                          entities -> {
                            new JournalStore(entities).write(List.of(opening("hung", "held")));
                            held.countDown();
                            return await(given);
                          }));
      held.await();
      assertThatThrownBy(() -> write(opening("hung", "held"))).hasMessageContaining("lock timeout");
      assertThat(write(opening("hung", "other"))).isEmpty();
      given.countDown();
      hanging.get();
      assertThat(write(opening("hung", "held"))).hasSize(1);
    } finally {
      given.countDown();
      threads.shutdownNow();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<Append> batch(String prefix) {
    List<Append> appends = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      appends.add(opening("race", prefix + "-" + i));
    }
    return appends;
  }
}
