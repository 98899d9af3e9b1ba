package net.intentus.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.intentus.api.ApiFuzz;
import net.intentus.console.ConsoleFuzz;
import org.junit.jupiter.api.Test;

/**
 * Whatever strangers send ends in a value, soon. Each target gets {@code intentus.fuzz.seconds} (5
 * by default, 60 where {@code CI} is set), three at a time. {@code intentus.fuzz.seed} repeats a
 * run; what a finding prints belongs into the corpus, which is read as it is first.
 */
class FuzzTest {
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");
  private static final long SECONDS =
      Long.getLong("intentus.fuzz.seconds", System.getenv("CI") == null ? 5 : 60);
  private static final long SEED = Long.getLong("intentus.fuzz.seed", System.nanoTime());
  private static final long HANG_S = 20;

  private static List<Target> targets() {
    List<Target> all = new ArrayList<>(Targets.all());
    all.addAll(ApiFuzz.targets());
    all.addAll(ConsoleFuzz.targets());
    return all;
  }

  @Test
  void whatStrangersSendEndsInAValueSoon() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Long>> runs = new ArrayList<>();
      for (Target target : targets()) {
        runs.add(threads.submit(() -> run(target, SEED)));
      }
      for (Future<Long> run : runs) {
        assertThat(run.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyTargetHasACorpus() throws IOException {
    try (Stream<Path> folders = Files.list(CORPUS)) {
      assertThat(folders.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(targets().stream().map(Target::name).toList());
    }
  }

  /** A run of its own thread, so that an input that never ends can be named. */
  private static long run(Target target, long seed) throws Exception {
    Run run = new Run(target, seed, corpus(target));
    Thread thread = new Thread(run, "fuzz-" + target.name());
    thread.setDaemon(true);
    thread.start();
    while (thread.isAlive()) {
      thread.join(500);
      byte[] input = run.input;
      long age = System.nanoTime() - run.since;
      if (thread.isAlive() && age > TimeUnit.SECONDS.toNanos(HANG_S)) {
        throw new AssertionError(describe(target, seed, input) + "\ntakes too long");
      }
    }
    if (run.failure != null) {
      throw new AssertionError(describe(target, seed, run.input), run.failure);
    }
    return run.count.get();
  }

  private static String describe(Target target, long seed, byte[] input) {
    return "target %s, -Dintentus.fuzz.seed=%d, this input as Base64:%n%s%nand as text:%n%s"
        .formatted(
            target.name(),
            seed,
            Base64.getEncoder().encodeToString(input),
            new String(input, StandardCharsets.UTF_8));
  }

  private static List<byte[]> corpus(Target target) throws IOException {
    try (Stream<Path> files = Files.list(CORPUS.resolve(target.name()))) {
      return files.sorted().map(FuzzTest::bytes).toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Run implements Runnable {
    private final Target target;
    private final List<byte[]> corpus;
    private final Mutator mutator;
    private volatile byte[] input = {};
    private volatile long since = System.nanoTime();
    private final AtomicLong count = new AtomicLong();
    private volatile Throwable failure;

    Run(Target target, long seed, List<byte[]> corpus) {
      this.target = target;
      this.corpus = corpus;
      this.mutator = new Mutator(seed ^ target.name().hashCode(), corpus);
    }

    @Override
    public void run() {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      try {
        for (byte[] known : corpus) {
          read(known);
        }
        while (System.nanoTime() < until) {
          read(mutator.next());
        }
      } catch (Throwable e) { // a StackOverflowError is a finding too
        failure = e;
      }
    }

    private void read(byte[] bytes) throws Exception {
      input = bytes;
      since = System.nanoTime();
      target.reader().read(bytes);
      count.incrementAndGet();
    }
  }
}
