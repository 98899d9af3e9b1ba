package net.intentus.config;

import java.util.Locale;
import java.util.Optional;

/** {@code intentus.compliance.mode}: what an installation has to hold itself to. */
public enum ComplianceMode {
  /** As {@link #STANDARD}, but PARALLEL is allowed unless determinism is asked for. */
  DEVELOPMENT,
  /** Every safeguard as its own setting says. */
  STANDARD,
  /** The safeguards that {@link Compliance} names are all on, or nothing starts. */
  REGULATED;

  /** The mode of that name, in any case. */
  static Optional<ComplianceMode> find(String name) {
    for (ComplianceMode mode : values()) {
      if (mode.word().equalsIgnoreCase(name)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** As it is written in settings and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
