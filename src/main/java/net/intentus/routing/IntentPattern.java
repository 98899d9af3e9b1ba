package net.intentus.routing;

import java.util.Objects;
import net.intentus.intent.IntentRef;

/** An intent that an agent can do; a literal {@code *} as name or version stands for every one. */
public record IntentPattern(String name, String version) {
  /** What matches everything. */
  public static final String ANY = "*";

  public IntentPattern {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
  }

  /** Whether both name and version match, exactly or by {@code *}. */
  public boolean matches(IntentRef intent) {
    return (name.equals(ANY) || name.equals(intent.name()))
        && (version.equals(ANY) || version.equals(intent.version()));
  }
}
