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
 */
public record AgentCall(
    IntentEnvelope envelope,
    String idempotencyKey,
    boolean test,
    @Nullable Long maxTimeoutMs,
    @Nullable String tenant) {

  /** Without a limit of its own. */
  public AgentCall(IntentEnvelope envelope, String idempotencyKey, boolean test) {
    this(envelope, idempotencyKey, test, null);
  }

  /** For no tenant in particular. */
  public AgentCall(
      IntentEnvelope envelope, String idempotencyKey, boolean test, @Nullable Long maxTimeoutMs) {
    this(envelope, idempotencyKey, test, maxTimeoutMs, null);
  }

  /** The same call with another payload. */
  AgentCall with(ObjectNode payload) {
    return new AgentCall(envelope.withPayload(payload), idempotencyKey, test, maxTimeoutMs, tenant);
  }

  /** How long it may take where the transport has a ceiling, in milliseconds. */
  int ceilingMs(int transportCeilingMs) {
    Long own = maxTimeoutMs;
    return own == null ? transportCeilingMs : (int) Math.min(own, transportCeilingMs);
  }
}
