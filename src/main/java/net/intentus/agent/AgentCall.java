package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.IntentEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * One try to be made.
 *
 * @param envelope with the original payload, never a redacted one
 * @param idempotencyKey stable per execution and agent
 * @param test whether an operator only tries the agent out
 * @param maxTimeoutMs how long it may take, or null for as long as the transport's ceiling says
 * @param tenant whose secrets the payload may refer to; null for those of all tenants only
 * @param leftMs what is left of the execution's own time, or null when that has no end
 */
public record AgentCall(
    IntentEnvelope envelope,
    String idempotencyKey,
    boolean test,
    @Nullable Long maxTimeoutMs,
    @Nullable String tenant,
    @Nullable Long leftMs) {

  /** Without a limit of its own. */
  public AgentCall(IntentEnvelope envelope, String idempotencyKey, boolean test) {
    this(envelope, idempotencyKey, test, null);
  }

  /** For no tenant in particular. */
  public AgentCall(
      IntentEnvelope envelope, String idempotencyKey, boolean test, @Nullable Long maxTimeoutMs) {
    this(envelope, idempotencyKey, test, maxTimeoutMs, null, null);
  }

  /** The same call with another payload. */
  AgentCall with(ObjectNode payload) {
    return new AgentCall(
        envelope.withPayload(payload), idempotencyKey, test, maxTimeoutMs, tenant, leftMs);
  }

  /** The same call with that much time at most, in milliseconds; null sets no limit. */
  AgentCall within(@Nullable Integer limitMs) {
    Long own = maxTimeoutMs;
    return limitMs == null || (own != null && own <= limitMs)
        ? this
        : new AgentCall(envelope, idempotencyKey, test, (long) limitMs, tenant, leftMs);
  }

  /** The same call after some of its time has gone. */
  AgentCall less(long spentMs) {
    Long own = maxTimeoutMs;
    Long left = leftMs;
    return spentMs <= 0
        ? this
        : new AgentCall(
            envelope,
            idempotencyKey,
            test,
            own == null ? null : own - spentMs,
            tenant,
            left == null ? null : left - spentMs);
  }

  /** Whether it may take less time than the transport's ceiling says. */
  boolean limited() {
    return maxTimeoutMs != null || leftMs != null;
  }

  /** How long it may take where the transport has a ceiling, in milliseconds. */
  int ceilingMs(int transportCeilingMs) {
    long own = maxTimeoutMs == null ? transportCeilingMs : maxTimeoutMs;
    long left = leftMs == null ? transportCeilingMs : leftMs;
    return (int) Math.min(Math.min(own, left), transportCeilingMs);
  }
}
