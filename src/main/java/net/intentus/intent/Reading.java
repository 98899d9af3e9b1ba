package net.intentus.intent;

import java.util.List;

/** What reading an envelope came to. */
public sealed interface Reading {

  /** It is valid and complete. */
  record Accepted(IntentEnvelope envelope) implements Reading {}

  /**
   * It is not one JSON text.
   *
   * @param detail for the caller; never repeats the input
   */
  record Malformed(String detail) implements Reading {}

  /** It is JSON but no envelope; everything that is wrong with it. */
  record Invalid(List<Violation> violations) implements Reading {
    public Invalid {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("invalid for no reason");
      }
    }
  }
}
