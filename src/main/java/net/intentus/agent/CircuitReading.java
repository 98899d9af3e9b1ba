package net.intentus.agent;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The circuit of an agent as one instance sees it.
 *
 * @param forced whether an operator has opened it; it then stays open until one closes it
 * @param retryAfterMs how long it stays open at least; 0 when it is not open, or forced
 * @param changedBy the operator that opened it; null when none has
 * @param changedAt when that was; null when none has
 */
public record CircuitReading(
    State state,
    boolean forced,
    long retryAfterMs,
    @Nullable String changedBy,
    @Nullable Instant changedAt) {
  static final CircuitReading CLOSED = new CircuitReading(State.CLOSED, false, 0, null, null);

  /** Whether calls are made. */
  public enum State {
    /** They are. */
    CLOSED,
    /** They are not. */
    OPEN,
    /** A few are, to see whether the agent works again. */
    HALF_OPEN;

    /** The lower-case form of the contract. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
