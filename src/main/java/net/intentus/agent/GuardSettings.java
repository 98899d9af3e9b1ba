package net.intentus.agent;

import org.jspecify.annotations.Nullable;

/**
 * How calls of one agent are guarded; a part that is null does nothing. Times in milliseconds.
 *
 * @param timeoutMs how long one call may take, with the wait for a place
 * @param maxConcurrent how many calls one instance makes at once
 * @param maxQueued how many more may wait for a place; 0 without {@code maxConcurrent}
 * @param maxCallsPerMinute how many calls one instance makes in a minute of the clock
 */
public record GuardSettings(
    @Nullable Integer timeoutMs,
    @Nullable Integer maxConcurrent,
    int maxQueued,
    @Nullable Integer maxCallsPerMinute,
    @Nullable Retry retry,
    @Nullable Breaker circuitBreaker) {
  /** Nothing is applied. */
  public static final GuardSettings NONE = new GuardSettings(null, null, 0, null, null, null);

  /**
   * When a failed call is made again.
   *
   * @param maxRetries how often at most, besides the first call
   * @param delayMs the least wait before each
   * @param jitterMs how much longer a wait may be
   */
  public record Retry(int maxRetries, int delayMs, int jitterMs) {}

  /**
   * When an agent is left alone for a while.
   *
   * @param requestVolumeThreshold over so many calls, the newest, failures are counted
   * @param failureRatio the share of failures that opens the circuit; above 0, at most 1
   * @param delayMs how long it stays open before calls try whether the agent works again
   * @param successThreshold how many of those have to succeed, and how many there are
   */
  public record Breaker(
      int requestVolumeThreshold, double failureRatio, int delayMs, int successThreshold) {}

  /** The same, with the other's limits in the place of those that are not set. */
  GuardSettings or(GuardSettings defaults) {
    return new GuardSettings(
        timeoutMs == null ? defaults.timeoutMs : timeoutMs,
        maxConcurrent == null ? defaults.maxConcurrent : maxConcurrent,
        maxConcurrent == null ? defaults.maxQueued : maxQueued,
        maxCallsPerMinute,
        retry,
        circuitBreaker);
  }
}
