package net.intentus.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import net.intentus.config.Retention;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say of an execution at one moment. Pure.
 *
 * <p>Age counts from the end of the execution, or from the moment it came back from an archive.
 */
record Expiry(Retention rules, Instant now) {

  /**
   * What has to be known of an execution.
   *
   * @param since epoch millis from which its age counts; null while it is not over
   */
  record Candidate(
      String id, String intent, ExecutionStatus status, @Nullable Long since, boolean held) {
    /** Whether rules apply at all: what is open, or waits for a verdict, never expires. */
    boolean over() {
      return status == ExecutionStatus.SUCCEEDED
          || status == ExecutionStatus.FAILED
          || status == ExecutionStatus.CANCELLED;
    }
  }

  /** Which of the two lifetimes. */
  enum Part {
    PAYLOAD("execution_payload", "execution_id"),
    METADATA("execution", "id");

    final String table;
    final String key;

    Part(String table, String key) {
      this.table = table;
      this.key = key;
    }

    Optional<Duration> lifetime(Retention.Rule rule) {
      return this == PAYLOAD ? rule.payload() : rule.metadata();
    }
  }

  private boolean expired(Part part, Candidate candidate) {
    Long since = candidate.since();
    return since != null
        && candidate.over()
        && part.lifetime(rules.ruleFor(candidate.intent(), candidate.status().wire()))
            .map(lifetime -> since < now.minus(lifetime).toEpochMilli())
            .orElse(false);
  }

  /**
   * Whether a run would take this part of it. What goes as a whole, or must stay as a whole, is
   * none of the payloads' concern.
   */
  boolean expires(Part part, Candidate candidate) {
    return expired(part, candidate)
        && (part == Part.METADATA || !expired(Part.METADATA, candidate));
  }

  /** The rule that counts for it, as it is written in the settings. */
  String rule(Candidate candidate) {
    return rules.ruleFor(candidate.intent(), candidate.status().wire()).text();
  }

  /** Nothing with this identifier or a later one can have expired; empty: nothing at all can. */
  Optional<String> horizon(Part part) {
    return rules.rules().stream()
        .map(part::lifetime)
        .flatMap(Optional::stream)
        .min(Duration::compareTo)
        .map(shortest -> idAt(now.minus(shortest)));
  }

  /** What sorts before every identifier that is made at that moment (RFC 9562, section 5.7). */
  static String idAt(Instant time) {
    String hex = String.format(Locale.ROOT, "%012x", Math.max(0, time.toEpochMilli()));
    return hex.substring(0, 8) + "-" + hex.substring(8);
  }
}
