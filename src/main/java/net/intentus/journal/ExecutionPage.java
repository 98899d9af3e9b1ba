package net.intentus.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. Reading stops after a bounded number of executions: then the page may be
 * short, or empty, and yet have a next one.
 *
 * @param nextCursor where the next page begins, or null at the end
 * @param count how many match, at least
 * @param countIsExact whether {@code count} is all of them
 * @param searchedTo the time of the oldest execution that was looked at, when reading stopped
 *     before the page was full; null otherwise
 */
public record ExecutionPage(
    List<ExecutionSummary> items,
    @Nullable String nextCursor,
    long count,
    boolean countIsExact,
    @Nullable Instant searchedTo) {
  public ExecutionPage {
    items = List.copyOf(items);
  }
}
