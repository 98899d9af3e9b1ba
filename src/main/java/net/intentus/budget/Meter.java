package net.intentus.budget;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one window of one budget. Immutable and pure.
 *
 * @param used by calls that have ended
 * @param held back for calls that run
 * @param most what the dearest call of the window took; no {@code calls}
 */
public record Meter(Amount used, Amount held, Amount most) {
  /** A window in which nothing has happened. */
  public static final Meter EMPTY = new Meter(Amount.NONE, Amount.NONE, Amount.NONE);

  /** Used and held back. */
  public Amount taken() {
    return used.plus(held);
  }

  /**
   * What to hold back for one call: what it costs for certain, or what the dearest call took so
   * far, whichever is more.
   */
  Amount estimate(Amount certain) {
    Amount more = certain.max(most);
    return new Amount(more.micros(), more.tokens(), 1);
  }

  /** The limit that has no room for a call, or null. */
  @Nullable String refuses(Limits limits, Amount wanted) {
    return limits.without(taken(), wanted);
  }

  /** With that held back. */
  Meter hold(Amount wanted) {
    return new Meter(used, held.plus(wanted), most);
  }

  /** With what was held back released, and what the call took counted. */
  Meter settle(Amount wasHeld, Amount took) {
    Amount dearest = most.max(took);
    return new Meter(
        used.plus(took), held.minus(wasHeld), new Amount(dearest.micros(), dearest.tokens(), 0));
  }
}
