package net.intentus.audit;

import org.jspecify.annotations.Nullable;

/**
 * A stored entry as readers see it.
 *
 * @param at milliseconds since 1970 UTC
 * @param detail a JSON object
 */
record AuditView(
    String id,
    long at,
    String actor,
    String tenant,
    String action,
    String objectType,
    @Nullable String objectId,
    @Nullable String address,
    String result,
    String detail) {}
