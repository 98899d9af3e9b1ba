package net.intentus.policy;

import java.util.List;
import net.intentus.policy.PolicyDecision.Action;
import org.jspecify.annotations.Nullable;

/** One compiled rule. */
record Rule(
    String id,
    Action action,
    long priority,
    NameFilter intents,
    NameFilter agents,
    NameFilter roles,
    NameFilter tenants,
    List<PayloadFilter> payload,
    @Nullable Integer rateLimitPerMinute,
    @Nullable KeyTemplate rateLimitKey,
    @Nullable Long maxTimeoutMs) {

  /**
   * Whether everything but the agent matches. A search that would take too long must not let more
   * through than its author meant: then a rule that allows does not match, and any other does.
   */
  boolean matches(PolicyContext context, PayloadSearch search) {
    return intents.matches(context.intent())
        && tenants.matches(context.tenant())
        && roles.matchesAny(context.roles())
        && payload.stream().allMatch(filter -> search.finds(filter, action != Action.ALLOW));
  }

  PolicyDecision decision(PolicyContext context, @Nullable String agent) {
    if (action == Action.DENY) {
      return new PolicyDecision(action, id, null, null, null);
    }
    return new PolicyDecision(
        action,
        id,
        rateLimitKey == null ? null : rateLimitKey.fill(context, agent),
        rateLimitPerMinute,
        maxTimeoutMs);
  }
}
