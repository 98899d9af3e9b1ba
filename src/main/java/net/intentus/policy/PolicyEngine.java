package net.intentus.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides for one caller, intent and payload, candidate by candidate: what does not depend on the
 * candidate is looked at once. For one thread.
 */
public final class PolicyEngine {
  private final PolicyDocument document;
  private final PolicyContext context;
  private final PayloadSearch search;

  /** Per rule: whether it matches the context; null as long as nobody needed to know. */
  private final @Nullable Boolean[] matches;

  private PolicyEngine(PolicyDocument document, PolicyContext context) {
    this.document = document;
    this.context = context;
    this.search = new PayloadSearch(context.payload());
    this.matches = new Boolean[document.rules().size()];
  }

  /** An engine for all candidates of one intent. */
  public static PolicyEngine of(PolicyDocument document, PolicyContext context) {
    return new PolicyEngine(document, context);
  }

  /** The decision for a single target; null for none, which matches no list of agents. */
  public static PolicyDecision evaluate(
      PolicyDocument document, PolicyContext context, @Nullable String target) {
    return of(document, context).evaluate(target);
  }

  /** The decision for one candidate: the first rule that matches, else the default. */
  public PolicyDecision evaluate(@Nullable String target) {
    List<Rule> rules = document.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.agents().matches(target) && matchesContext(i, rule)) {
        return rule.decision(context, target);
      }
    }
    return new PolicyDecision(document.defaultAction(), null, null, null, null);
  }

  private boolean matchesContext(int index, Rule rule) {
    Boolean known = matches[index];
    if (known == null) {
      known = rule.matches(context, search);
      matches[index] = known;
    }
    return known;
  }
}
