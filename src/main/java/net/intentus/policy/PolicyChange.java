package net.intentus.policy;

import java.util.List;
import net.intentus.intent.Violation;

/** What became of a wish to change the policy. */
public sealed interface PolicyChange {

  /** It is in force. */
  record Changed(StoredPolicy policy) implements PolicyChange {}

  /** Another version is in force than the one the change was made from. */
  record Stale() implements PolicyChange {}

  /** There is no such version to go back to. */
  record NoSuchVersion() implements PolicyChange {}

  /** The caller does not see all tenants, whom the policy concerns. */
  record NotAllowed() implements PolicyChange {}

  /** The version to go back to says what cannot be put in force. */
  record Invalid(List<Violation> violations) implements PolicyChange {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** The policy of this installation changes by import of a compiled plan only. */
  record ByPlanOnly() implements PolicyChange {}
}
