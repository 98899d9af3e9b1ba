package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.intentus.agent.Cancellation;
import net.intentus.agent.GuardSettings.Retry;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failed call is made again, and when. Pure but for {@link #pause}: the same execution
 * waits the same times whenever it is run.
 */
final class Backoff {
  /** No wait is longer: it occupies a thread and a place. */
  static final long MOST_MS = 60_000;

  private Backoff() {}

  /**
   * How many milliseconds to wait before the next try; empty when there is none.
   *
   * <p>The delay doubles from try to try. What the agent has asked for ({@code Retry-After}) is the
   * least; when there is not that much time, it is not tried again.
   *
   * @param retry how many tries have been repeated already
   * @param attempt the number of the attempt that has failed
   * @param leftMs what is left of the execution's time; null for no end
   */
  static OptionalLong next(
      Retry settings, int retry, IntentError error, String id, int attempt, @Nullable Long leftMs) {
    if (retry >= settings.maxRetries() || !worthIt(error)) {
      return OptionalLong.empty();
    }
    long own = Math.min(MOST_MS, (long) settings.delayMs() << Math.min(retry, 20));
    long wait = Math.max(own + jitter(settings.jitterMs(), id, attempt), asked(error));
    boolean possible = wait <= MOST_MS && (leftMs == null || wait < leftMs);
    return possible ? OptionalLong.of(wait) : OptionalLong.empty();
  }

  /** An open circuit would only be asked again. */
  private static boolean worthIt(IntentError error) {
    return error.retryable() && error.code() != ErrorCode.CIRCUIT_OPEN;
  }

  /** Spreads the tries of executions that failed together, without chance. */
  private static long jitter(int jitterMs, String id, int attempt) {
    if (jitterMs == 0) {
      return 0;
    }
    byte[] digest = Hashes.sha256((id + "/retry/" + attempt).getBytes(StandardCharsets.UTF_8));
    return new BigInteger(1, digest).mod(BigInteger.valueOf(jitterMs + 1L)).longValue();
  }

  private static long asked(IntentError error) {
    JsonNode details = error.details();
    return details == null ? 0 : details.path("retryAfterMs").asLong(0);
  }

  /** Waits; false when it was cancelled before. */
  static boolean pause(long millis, Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    cancellation.onCancel(cancelled::countDown);
    try {
      return !cancelled.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
