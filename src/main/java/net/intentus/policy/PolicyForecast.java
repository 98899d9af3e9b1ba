package net.intentus.policy;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.intentus.policy.PolicyDecision.Action;
import org.jspecify.annotations.Nullable;

/**
 * Says what a policy would decide of a request of which not everything is known any more. It says
 * so only when what is missing cannot change the answer. Pure; for one thread.
 */
public final class PolicyForecast {
  /** What {@link Outcome#missing} says of the roles of the caller. */
  public static final String ROLES = "roles";

  private final PolicyDocument document;
  private final PolicyContext context;
  private final PayloadSearch search;
  private final boolean rolesKnown;
  private final Predicate<String> fieldKnown;

  /**
   * About one request.
   *
   * @param context with what is known
   * @param rolesKnown whether its roles are those of the caller
   * @param fieldKnown whether its payload holds a top-level field as it was sent
   */
  public PolicyForecast(
      PolicyDocument document,
      PolicyContext context,
      boolean rolesKnown,
      Predicate<String> fieldKnown) {
    this.document = document;
    this.context = context;
    this.search = new PayloadSearch(context.payload());
    this.rolesKnown = rolesKnown;
    this.fieldKnown = fieldKnown;
  }

  /**
   * What would be decided.
   *
   * @param action null when that depends on what is missing
   * @param ruleId the rule that decides, or null: then the default does, or it is not known
   * @param missing what it depends on: {@link #ROLES} and pointers of payload fields
   */
  public record Outcome(@Nullable Action action, @Nullable String ruleId, Set<String> missing) {
    public Outcome {
      missing = Set.copyOf(missing);
    }
  }

  /** The outcome for one candidate. */
  public Outcome evaluate(String target) {
    Set<Action> possible = EnumSet.noneOf(Action.class);
    Set<String> missing = new TreeSet<>();
    for (Rule rule : document.rules()) {
      Set<String> unknown = new TreeSet<>();
      if (rule.agents().matches(target) && mayMatch(rule, unknown)) {
        possible.add(rule.action());
        if (unknown.isEmpty()) {
          return outcome(possible, missing, rule.id());
        }
        missing.addAll(unknown);
      }
    }
    possible.add(document.defaultAction());
    return outcome(possible, missing, null);
  }

  private static Outcome outcome(Set<Action> possible, Set<String> missing, @Nullable String rule) {
    return possible.size() == 1
        ? new Outcome(possible.iterator().next(), missing.isEmpty() ? rule : null, Set.of())
        : new Outcome(null, null, missing);
  }

  /** False when something that is known rules it out; what is not known is noted. */
  private boolean mayMatch(Rule rule, Set<String> unknown) {
    if (!rule.intents().matches(context.intent()) || !rule.tenants().matches(context.tenant())) {
      return false;
    }
    if (!rolesKnown && !rule.roles().any()) {
      unknown.add(ROLES);
    } else if (!rule.roles().matchesAny(context.roles())) {
      return false;
    }
    for (PayloadFilter filter : rule.payload()) {
      if (!fieldKnown.test(filter.field())) {
        unknown.add("/payload/" + filter.field());
      } else if (!search.finds(filter, rule.action() != Action.ALLOW)) {
        return false;
      }
    }
    return true;
  }
}
