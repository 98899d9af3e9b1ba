package net.intentus.agent;

import java.util.Locale;
import java.util.Optional;

/** How an agent says it is. It never changes which agent is chosen. */
public enum HealthStatus {
  /** It has never said anything. */
  UNKNOWN,
  HEALTHY,
  DEGRADED,
  UNHEALTHY;

  /** The lower-case form that documents carry. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads any letter case; empty when the word is no status. */
  public static Optional<HealthStatus> parse(String word) {
    for (HealthStatus status : values()) {
      if (status.name().equalsIgnoreCase(word)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
