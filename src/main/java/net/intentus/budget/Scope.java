package net.intentus.budget;

import java.util.Locale;
import java.util.Optional;

/** Whose calls a budget counts. */
public enum Scope {
  TENANT,
  AGENT,
  INTENT,
  GLOBAL;

  /** The lower-case form of the contract. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Scope> parse(String word) {
    for (Scope scope : values()) {
      if (scope.wire().equalsIgnoreCase(word)) {
        return Optional.of(scope);
      }
    }
    return Optional.empty();
  }
}
