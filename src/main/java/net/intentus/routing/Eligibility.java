package net.intentus.routing;

import org.jspecify.annotations.Nullable;

/**
 * What policy says of one candidate.
 *
 * @param eligible whether it may be called now
 * @param action {@code allow|deny|require_approval}
 * @param ruleId the rule that decided, or null when the default did
 */
public record Eligibility(boolean eligible, String action, @Nullable String ruleId) {}
