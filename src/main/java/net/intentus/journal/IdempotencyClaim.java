package net.intentus.journal;

import java.time.Instant;

/**
 * The wish of one submission to be the only one with its key.
 *
 * @param tenant whose key it is: two tenants may use the same
 * @param digest keyed digest of what the key stands for
 * @param at when it is wished for
 * @param expiresAt when the key is free again
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, compared nowhere
public record IdempotencyClaim(
    String tenant, String key, byte[] digest, Instant at, Instant expiresAt) {}
