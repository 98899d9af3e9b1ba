package net.intentus.release;

import java.util.List;
import net.intentus.intent.Violation;

/** What a wish to import a plan, or to compare one, came to. */
public sealed interface PlanChange {

  /** It is in force; the report says what was live before. */
  record Imported(PlanReport report) implements PlanChange {}

  /** It could be put in force. */
  record Checked(PlanReport report) implements PlanChange {}

  /** Something else is live than what the caller has compared it with. */
  record Stale() implements PlanChange {}

  /** A plan concerns all tenants, and the caller does not see them. */
  record NotAllowed() implements PlanChange {}

  /** Everything that is wrong with it. */
  record Invalid(List<Violation> violations) implements PlanChange {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
