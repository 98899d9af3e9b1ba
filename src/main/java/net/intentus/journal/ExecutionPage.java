package net.intentus.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor where the next page begins, or null at the end
 * @param count how many match, at least
 * @param countIsExact whether {@code count} is all of them
 */
public record ExecutionPage(
    List<ExecutionSummary> items, @Nullable String nextCursor, long count, boolean countIsExact) {
  public ExecutionPage {
    items = List.copyOf(items);
  }
}
