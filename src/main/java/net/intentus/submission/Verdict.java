package net.intentus.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import net.intentus.intent.Json;

/**
 * What somebody decides about an unknown execution.
 *
 * @param reason 1 to {@value #MAX_REASON} characters
 */
public record Verdict(Outcome outcome, String reason) {
  /** The longest reason. */
  public static final int MAX_REASON = 1_000;

  /** What is to become of it. */
  public enum Outcome {
    /** What was asked for has been done. */
    SUCCEEDED,
    /** It has not been done, and will not be. */
    FAILED,
    /** It has not been done: do it. */
    RERUN;

    /** The lower-case form that documents carry. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads any letter case. */
    public static Optional<Outcome> find(String word) {
      for (Outcome outcome : values()) {
        if (outcome.name().equalsIgnoreCase(word)) {
          return Optional.of(outcome);
        }
      }
      return Optional.empty();
    }
  }

  public Verdict {
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException("a verdict has a reason of at most 1000 characters");
    }
  }

  /** What the record says of it. */
  ObjectNode toJson(String by, String redactedReason) {
    ObjectNode json = Json.object();
    json.put("outcome", outcome.wire());
    json.put("reason", redactedReason);
    json.put("by", by);
    return json;
  }
}
