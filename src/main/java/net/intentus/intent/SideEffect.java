package net.intentus.intent;

import java.util.Locale;
import java.util.Optional;

/** What calling an agent may change in the world; decides what must be durable before the call. */
public enum SideEffect {
  /** Nothing changes: the call may be repeated or lost without harm. */
  READ_ONLY,
  /** Repeating the call with the same idempotency key has no further effect. */
  REVERSIBLE,
  /** A second call may do harm. */
  IRREVERSIBLE;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads any letter case; empty when the word is no side-effect class. */
  public static Optional<SideEffect> parse(String word) {
    for (SideEffect effect : values()) {
      if (effect.name().equalsIgnoreCase(word)) {
        return Optional.of(effect);
      }
    }
    return Optional.empty();
  }
}
