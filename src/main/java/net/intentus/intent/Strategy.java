package net.intentus.intent;

import java.util.Locale;
import java.util.Optional;

/** How the ordered candidates of an intent are tried. */
public enum Strategy {
  /** The first candidate, or the target; its failure is the result. */
  DIRECT,
  /** One after another until one succeeds. */
  FALLBACK,
  /** All, one after another; the last success is the result. */
  BROADCAST,
  /** All at once; the first success is the result and the others are cancelled. */
  PARALLEL;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads any letter case; empty when the word is no strategy. */
  public static Optional<Strategy> parse(String word) {
    for (Strategy strategy : values()) {
      if (strategy.name().equalsIgnoreCase(word)) {
        return Optional.of(strategy);
      }
    }
    return Optional.empty();
  }
}
