package net.intentus.agent;

import net.intentus.intent.IntentEnvelope;

/**
 * One try to be made.
 *
 * @param envelope with the original payload, never a redacted one
 * @param idempotencyKey stable per execution and agent
 * @param test whether an operator only tries the agent out
 */
public record AgentCall(IntentEnvelope envelope, String idempotencyKey, boolean test) {}
