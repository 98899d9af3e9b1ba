package net.intentus.routing;

import org.jspecify.annotations.Nullable;

/**
 * What policy says of one candidate.
 *
 * @param eligible whether it may be called now
 * @param action {@code allow|deny|require_approval|rate_limit}
 * @param ruleId the rule that decided, or null when the default did
 * @param maxTimeoutMs how long a call may take, or null when the rule does not say
 */
public record Eligibility(
    boolean eligible, String action, @Nullable String ruleId, @Nullable Long maxTimeoutMs) {
  /** What {@link #action} says of a candidate whose rule allows it, though not this often. */
  public static final String RATE_LIMIT = "rate_limit";

  /** Without a limit of time. */
  public Eligibility(boolean eligible, String action, @Nullable String ruleId) {
    this(eligible, action, ruleId, null);
  }

  /** The same candidate, called too often already. */
  public Eligibility limited() {
    return new Eligibility(false, RATE_LIMIT, ruleId, null);
  }
}
