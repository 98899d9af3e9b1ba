package net.intentus.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of an archive.
 *
 * @param restored executions that are back
 * @param skipped executions that were there already, the same
 * @param rejected lines that were not taken
 */
public record RestoreResult(int restored, int skipped, List<Rejection> rejected) {
  public RestoreResult {
    rejected = List.copyOf(rejected);
  }

  /**
   * A line that was not taken.
   *
   * @param line counted from 1
   * @param executionId null when it cannot be read
   */
  public record Rejection(int line, @Nullable String executionId, String reason) {}
}
