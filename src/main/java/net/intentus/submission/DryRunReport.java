package net.intentus.submission;

import java.util.List;
import java.util.Set;
import net.intentus.journal.ExecutionSummary;
import org.jspecify.annotations.Nullable;

/**
 * What another policy would have decided differently.
 *
 * @param looked how many executions were looked at, the newest
 * @param all whether that were all there are
 * @param same how many would have been decided alike
 * @param changes the others, newest first
 * @param untold those of which the record does not tell enough, newest first
 */
public record DryRunReport(
    int looked, boolean all, int same, List<Change> changes, List<Untold> untold) {
  public DryRunReport {
    changes = List.copyOf(changes);
    untold = List.copyOf(untold);
  }

  /**
   * An execution that would have gone differently, or whose candidates would have been judged so.
   *
   * @param before who was to be called, in words; null when the record does not tell
   * @param after who would be, in words
   */
  public record Change(
      ExecutionSummary execution,
      List<Judged> candidates,
      @Nullable String before,
      @Nullable String after) {
    public Change {
      candidates = List.copyOf(candidates);
    }
  }

  /** A candidate that is judged differently: an action and its rule, or the default's. */
  public record Judged(
      String agent,
      String before,
      @Nullable String ruleBefore,
      String after,
      @Nullable String ruleAfter) {}

  /** An execution whose decision depends on what is not recorded. */
  public record Untold(ExecutionSummary execution, Set<String> missing) {
    public Untold {
      missing = Set.copyOf(missing);
    }
  }
}
