package net.intentus.journal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is remarkable of an execution beyond its status. */
public enum ExecutionTrait {
  /** A fallback called more than one agent. */
  FELL_BACK,
  /** The record did not hold when the sweep last checked it. */
  MISMATCH;

  /** As it is written in addresses, such as {@code fell-back}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The trait of that name. */
  public static Optional<ExecutionTrait> find(String wire) {
    return Arrays.stream(values()).filter(trait -> trait.wire().equals(wire)).findFirst();
  }
}
