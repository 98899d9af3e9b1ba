package net.intentus.budget;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the last calls of each agent took on this instance: of the last minute only, so that an
 * agent that nobody called because it was slow is tried again. Of more agents than so many nothing
 * is known. Thread-safe.
 */
@Singleton
public class LatencySource {
  static final int CALLS = 16;
  static final long KEPT_MS = 60_000;

  /** Fewer calls say nothing about an agent. */
  static final int ENOUGH = 3;

  private static final int AGENTS = 20_000;

  private final Map<String, ArrayDeque<Call>> byAgent = new ConcurrentHashMap<>();
  private final Clock clock;
  private final int agents;
  private final AtomicLong tidied = new AtomicLong();

  @Inject
  public LatencySource(Clock clock) {
    this(clock, AGENTS);
  }

  LatencySource(Clock clock, int agents) {
    this.clock = clock;
    this.agents = agents;
  }

  private record Call(long at, long millis) {}

  /** Notes what a call took, in milliseconds, whatever came of it. */
  public void note(String agent, long millis) {
    long now = clock.millis();
    if (byAgent.size() >= agents && !byAgent.containsKey(agent)) {
      tidy(now);
      if (byAgent.size() >= agents) {
        return;
      }
    }
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

  /** Forgets agents that were not called lately, not more often than it can bring anything. */
  private void tidy(long now) {
    long last = tidied.get();
    if (now - last >= KEPT_MS && tidied.compareAndSet(last, now)) {
      byAgent.keySet().forEach(this::usual);
    }
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
