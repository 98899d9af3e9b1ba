package net.intentus.submission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an execution can be repeated, and what it takes.
 *
 * @param obstacle why it cannot be, whatever is supplied; null when it can
 * @param redacted values that have to be supplied: RFC 6901 pointers into the envelope
 * @param irreversible agents that would be called now, as recorded and for whoever asks, although
 *     their work cannot be undone; repeating then has to be forced
 */
public record ReplayProspect(
    @Nullable String obstacle, List<String> redacted, List<String> irreversible) {
  public ReplayProspect {
    redacted = List.copyOf(redacted);
    irreversible = List.copyOf(irreversible);
  }

  /** Whether the recorded envelope can be run again as it is. */
  public boolean replayable() {
    return obstacle == null && redacted.isEmpty();
  }

  /** Whether it has to be forced. */
  public boolean needsForce() {
    return !irreversible.isEmpty();
  }
}
