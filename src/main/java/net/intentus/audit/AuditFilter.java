package net.intentus.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; null does not narrow.
 *
 * @param tenant of whoever acted
 * @param actor exactly
 * @param action exactly, or its beginning when it ends in {@code *}
 * @param object a type, an id, or {@code type/id}
 * @param from at or after
 * @param to before
 */
public record AuditFilter(
    @Nullable String tenant,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String object,
    @Nullable Instant from,
    @Nullable Instant to) {}
