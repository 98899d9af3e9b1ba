package net.intentus.journal;

import java.time.Instant;
import java.util.List;
import net.intentus.intent.IntentRef;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were the same and went differently.
 *
 * @param items the most recent first
 * @param nextCursor where the next page begins, or null at the end
 * @param scanned how many executions were looked at
 * @param from executions since then were looked at
 * @param to executions before then were looked at
 * @param windowIsComplete whether that is all that was asked for; otherwise look again, with {@code
 *     to} set to this {@code from}
 */
public record DriftPage(
    List<Group> items,
    @Nullable String nextCursor,
    long scanned,
    Instant from,
    Instant to,
    boolean windowIsComplete) {
  public DriftPage {
    items = List.copyOf(items);
  }

  /**
   * One request.
   *
   * @param kinds how many fingerprints it has
   * @param fingerprints the most recent of them, most recent first
   */
  public record Group(
      String tenant, IntentRef intent, String envelopeHash, long kinds, List<Course> fingerprints) {
    public Group {
      fingerprints = List.copyOf(fingerprints);
    }
  }

  /** One way it went, how often, and the first and the last time in the window. */
  public record Course(
      String fingerprint,
      long count,
      String firstExecutionId,
      String lastExecutionId,
      Instant lastAt) {}
}
