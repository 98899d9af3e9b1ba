package net.intentus.policy;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What policy says of one candidate. A denied one has neither rate limit nor timeout.
 *
 * @param ruleId the rule that decided, or null when the default did
 * @param rateLimitKey what calls are counted under; null when the rule gives no template, which
 *     means the rule's id
 * @param rateLimitPerMinute null when calls are not counted
 * @param maxTimeoutMs null when the rule does not shorten the call
 */
public record PolicyDecision(
    Action action,
    @Nullable String ruleId,
    @Nullable String rateLimitKey,
    @Nullable Integer rateLimitPerMinute,
    @Nullable Long maxTimeoutMs) {

  /** The limit that calls of the candidate are held to; null when they are not counted. */
  public @Nullable RateDemand demand() {
    Integer limit = rateLimitPerMinute;
    String rule = ruleId;
    return limit == null || rule == null
        ? null
        : new RateDemand(rule, rateLimitKey == null ? rule : rateLimitKey, limit);
  }

  /** What a rule can say. */
  public enum Action {
    ALLOW,
    DENY,
    /** A person has to allow it first. */
    REQUIRE_APPROVAL;

    /** The lower-case form that documents carry. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads any letter case; empty when the word is no action. */
    static Optional<Action> parse(@Nullable String word) {
      for (Action action : values()) {
        // Not equalsIgnoreCase: it takes a dotless i for an I.
        if (word != null && action.wire().equals(word.toLowerCase(Locale.ROOT))) {
          return Optional.of(action);
        }
      }
      return Optional.empty();
    }
  }
}
