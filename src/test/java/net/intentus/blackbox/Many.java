package net.intentus.blackbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The same work many times, as many at once as the narrowest server takes. */
final class Many {
  private Many() {}

  /** Does it for every number below that one; fails with the first that failed. */
  static void each(int count, IntConsumer work) throws Exception {
    of(
        count,
        i -> {
          work.accept(i);
          return i;
        });
  }

  /**
   * What comes of every number below that one, in their order; fails with the first that failed.
   */
  static <T> List<T> of(int count, IntFunction<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Servers.MAX_CONCURRENT);
    try {
      List<Callable<T>> all =
          IntStream.range(0, count).<Callable<T>>mapToObj(i -> () -> work.apply(i)).toList();
      List<T> done = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(all)) {
        done.add(one.get());
      }
      return done;
    } finally {
      threads.shutdownNow();
    }
  }
}
