package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.intentus.SettableClock;
import org.junit.jupiter.api.Test;

class LatencySourceTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final LatencySource latencies = new LatencySource(clock);

  private void calls(String agent, long... millis) {
    for (long one : millis) {
      latencies.note(agent, one);
    }
  }

  @Test
  void itIsTheMedianSoThatOneOddCallChangesNothing() {
    calls("a", 10, 9_000, 12);
    assertThat(latencies.usual("a")).hasValue(12);
    calls("a", 14);
    assertThat(latencies.usual("a")).hasValue(14);
  }

  @Test
  void tooFewCallsSayNothingAndEachAgentHasItsOwn() {
    calls("a", 10, 10);
    calls("b", 1, 1, 1);
    assertThat(latencies.usual("a")).isEmpty();
    assertThat(latencies.usual("b")).hasValue(1);
    assertThat(latencies.usual("c")).isEmpty();
  }

  @Test
  void onlyTheLastCallsCountHoweverManyThereWere() {
    for (int i = 0; i < 100; i++) {
      calls("a", 900);
    }
    for (int i = 0; i < LatencySource.CALLS; i++) {
      calls("a", 5);
    }
    assertThat(latencies.usual("a")).hasValue(5);
  }

  @Test
  void whatIsLongAgoIsForgottenSoThatASlowAgentIsTriedAgain() {
    calls("a", 900, 900, 900);
    clock.move(Duration.ofMillis(LatencySource.KEPT_MS - 1));
    assertThat(latencies.usual("a")).hasValue(900);
    clock.move(Duration.ofMillis(1));
    assertThat(latencies.usual("a")).isEmpty();
  }

  @Test
  void aboutMoreAgentsThanItCanKeepItSaysNothing() {
    LatencySource two = new LatencySource(clock, 2);
    for (String agent : List.of("a", "b", "c")) {
      for (int i = 0; i < LatencySource.ENOUGH; i++) {
        two.note(agent, 7);
      }
    }
    assertThat(two.usual("a")).hasValue(7);
    assertThat(two.usual("b")).hasValue(7);
    assertThat(two.usual("c")).isEmpty();
    clock.move(Duration.ofMillis(LatencySource.KEPT_MS));
    for (int i = 0; i < LatencySource.ENOUGH; i++) {
      two.note("c", 8);
    }
    assertThat(two.usual("c")).hasValue(8);
    assertThat(two.usual("a")).isEmpty();
  }
}
