package net.intentus.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a version of the policy in a list.
 *
 * @param createdBy the subject that put it in force
 * @param reason why, or null when nobody said
 * @param restoredFrom the version whose content it brought back, or null
 */
public record PolicyVersion(
    long version,
    Instant createdAt,
    String createdBy,
    @Nullable String reason,
    @Nullable Long restoredFrom) {}
