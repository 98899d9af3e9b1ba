package net.intentus.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for something to become true, for a bounded time. */
public final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Eventually() {}

  /**
   * Asks again and again until the answer is accepted.
   *
   * @return the accepted answer
   * @throws AssertionError naming {@code what} and the last answer when {@code limit} has passed
   */
  public static <T> T get(
      String what, Duration limit, Callable<T> question, Predicate<? super T> accepted) {
    long end = System.nanoTime() + limit.toNanos();
    String last;
    do {
      try {
        T answer = question.call();
        if (accepted.test(answer)) {
          return answer;
        }
        last = String.valueOf(answer);
      } catch (Exception e) {
        last = e.toString();
      }
      pause();
    } while (System.nanoTime() < end);
    throw new AssertionError(what + " did not happen within " + limit + "; last seen: " + last);
  }

  /** Asks again and again until the answer is yes. */
  public static void isTrue(String what, Duration limit, Callable<Boolean> question) {
    get(what, limit, question, answer -> answer);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", e);
    }
  }
}
