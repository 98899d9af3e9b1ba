package net.intentus.intent;

import java.util.Locale;
import java.util.Optional;

/** What kind of agent the client would have first. */
public enum Tier {
  STANDARD,
  ECONOMY;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads any letter case; empty when the word is no tier. */
  public static Optional<Tier> parse(String word) {
    for (Tier tier : values()) {
      if (tier.name().equalsIgnoreCase(word)) {
        return Optional.of(tier);
      }
    }
    return Optional.empty();
  }
}
