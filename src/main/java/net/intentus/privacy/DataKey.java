package net.intentus.privacy;

import java.time.Instant;

/**
 * What may be told of a data key.
 *
 * @param uses how many values it may have encrypted, on all instances: never too few
 * @param active whether new values are encrypted with it
 */
public record DataKey(String id, Instant createdAt, long uses, boolean active) {}
