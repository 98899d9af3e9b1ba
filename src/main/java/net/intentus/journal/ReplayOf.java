package net.intentus.journal;

import org.jspecify.annotations.Nullable;

/**
 * What an execution repeats.
 *
 * @param executionId the execution whose envelope it was made from
 * @param forced whether agents whose work cannot be undone may be called again
 * @param reason why, as the operator put it; without secrets
 */
public record ReplayOf(String executionId, boolean forced, @Nullable String reason) {}
