package net.intentus.budget;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the last calls of each agent took on this instance: of the last minute only, so that an
 * agent that nobody called because it was slow is tried again. Thread-safe.
 */
@Singleton
public class LatencySource {
  static final int CALLS = 16;
  static final long KEPT_MS = 60_000;

  /** Fewer calls say nothing about an agent. */
  static final int ENOUGH = 3;

  private final Map<String, ArrayDeque<Call>> byAgent = new ConcurrentHashMap<>();
  private final Clock clock;

  @Inject
  public LatencySource(Clock clock) {
    this.clock = clock;
  }

  private record Call(long at, long millis) {}

  /** Notes what a call took, in milliseconds, whatever came of it. */
  public void note(String agent, long millis) {
    long now = clock.millis();
    byAgent.compute(
        agent,
        (name, known) -> {
          ArrayDeque<Call> calls = known == null ? new ArrayDeque<>(CALLS) : known;
          if (calls.size() == CALLS) {
            calls.removeFirst();
          }
          calls.addLast(new Call(now, millis));
          return calls;
        });
  }

  /** The median in milliseconds; empty when there were not enough calls lately. */
  public OptionalLong usual(String agent) {
    long since = clock.millis() - KEPT_MS;
    long[][] found = {{}};
    byAgent.computeIfPresent(
        agent,
        (name, calls) -> {
          calls.removeIf(call -> call.at() <= since);
          found[0] = calls.stream().mapToLong(Call::millis).sorted().toArray();
          return calls.isEmpty() ? null : calls;
        });
    long[] millis = found[0];
    return millis.length < ENOUGH
        ? OptionalLong.empty()
        : Arrays.stream(millis, (millis.length - 1) / 2, millis.length / 2 + 1).max();
  }
}
