package net.intentus.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import net.intentus.agent.Cancellation;
import net.intentus.agent.GuardSettings.Retry;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Retry SETTINGS = new Retry(3, 100, 50);
  private static final IntentError LOST = IntentError.of(ErrorCode.TRANSPORT_ERROR, "lost");

  private static OptionalLong next(int retry, IntentError error, @Nullable Long leftMs) {
    return Backoff.next(SETTINGS, retry, error, "execution-1", retry + 1, leftMs);
  }

  @Test
  void waitsLongerFromTryToTry() {
    assertThat(next(0, LOST, null).getAsLong()).isBetween(100L, 150L);
    assertThat(next(1, LOST, null).getAsLong()).isBetween(200L, 250L);
    assertThat(next(2, LOST, null).getAsLong()).isBetween(400L, 450L);
    assertThat(next(3, LOST, null)).isEmpty();
  }

  @Test
  void theSameExecutionWaitsTheSameTimeAndOthersDoNot() {
    Set<Long> waits = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      OptionalLong wait = Backoff.next(SETTINGS, 0, LOST, "execution-" + i, 1, null);
      assertThat(Backoff.next(SETTINGS, 0, LOST, "execution-" + i, 1, null)).isEqualTo(wait);
      waits.add(wait.getAsLong());
    }
    assertThat(waits.size()).isGreaterThan(10);
  }

  @Test
  void waitsAsLongAsTheAgentAsksFor() {
    IntentError busy = IntentError.of(ErrorCode.RATE_LIMIT, "busy").with("retryAfterMs", 2_000L);
    assertThat(next(0, busy, null)).hasValue(2_000);
    assertThat(next(0, busy, 2_001L)).hasValue(2_000);
    assertThat(next(0, busy, 2_000L)).as("nothing could begin then").isEmpty();
    IntentError never = IntentError.of(ErrorCode.RATE_LIMIT, "busy").with("retryAfterMs", 61_000L);
    assertThat(next(0, never, null)).isEmpty();
  }

  @Test
  void doesNotRepeatWhatCannotHelp() {
    assertThat(next(0, IntentError.of(ErrorCode.PROTOCOL_ERROR, "x"), null)).isEmpty();
    assertThat(next(0, IntentError.of(ErrorCode.CIRCUIT_OPEN, "x"), null)).isEmpty();
    assertThat(next(0, IntentError.of(ErrorCode.WORKFLOW_ABORTED, "x"), null)).isEmpty();
    assertThat(next(0, IntentError.of(ErrorCode.AGENT_UNAVAILABLE, "x"), null)).isPresent();
  }

  @Test
  void aWaitEndsWhenTheRunIsCancelled() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThat(Backoff.pause(60_000, cancellation)).isFalse();
    assertThat(Backoff.pause(1, new Cancellation())).isTrue();
  }
}
