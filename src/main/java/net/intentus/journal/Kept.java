package net.intentus.journal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How much of a document the record keeps once its execution has ended. */
public enum Kept {
  /** All of it. */
  FULL,
  /** All but a payload that is larger than {@code intentus.recording.max-payload-bytes}. */
  TRUNCATED,
  /** Its hash. */
  DIGEST;

  /** As events and API write it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads what {@link #wire} wrote; events that say nothing mean {@link #FULL}. */
  static Kept parse(@Nullable String wire) {
    for (Kept kept : values()) {
      if (kept.wire().equals(wire)) {
        return kept;
      }
    }
    return FULL;
  }
}
