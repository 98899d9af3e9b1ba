package net.intentus.intent;

import java.util.Locale;
import java.util.Optional;

/** How urgent the client says the intent is. It never changes which agent is chosen. */
public enum Priority {
  LOW,
  NORMAL,
  HIGH;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads any letter case; empty when the word is no priority. */
  public static Optional<Priority> parse(String word) {
    for (Priority priority : values()) {
      if (priority.name().equalsIgnoreCase(word)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
