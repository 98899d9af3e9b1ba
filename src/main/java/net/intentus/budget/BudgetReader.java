package net.intentus.budget;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import net.intentus.intent.Fields;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** Reads budgets as clients send them. Pure; strict: what it does not know is a violation. */
public final class BudgetReader {
  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "scope",
          "scopeId",
          "period",
          "limitMicros",
          "limitTokens",
          "limitCalls",
          "softPercent",
          "softLatencyMs",
          "onSoft",
          "onHard");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final long MOST = 1_000_000_000_000_000L;
  private static final int MAX_SCOPE = 256;
  private static final int MOST_LATENCY_MS = 600_000;

  private final String id;
  private final Fields fields;
  private final Violations violations;
  private boolean wantsApproval;

  private BudgetReader(String id, JsonNode document, Violations violations) {
    this.id = id;
    this.fields = Fields.of(document, "", KNOWN, violations);
    this.violations = violations;
  }

  /** What came of reading. */
  public sealed interface Reading {
    /** It can be put. */
    record Accepted(Budget budget) implements Reading {}

    /** It cannot. */
    record Invalid(List<Violation> violations) implements Reading {}

    /** It asks for approvals, which there are none of. */
    record NotSupported() implements Reading {}
  }

  /** Reads the budget of that id to its end and tells everything that is wrong with it. */
  public static Reading read(String id, JsonNode document) {
    Violations violations = new Violations();
    BudgetReader reader = new BudgetReader(id, document, violations);
    Budget budget = reader.budget();
    if (budget == null || !violations.isEmpty()) {
      return new Reading.Invalid(violations.all());
    }
    return reader.wantsApproval ? new Reading.NotSupported() : new Reading.Accepted(budget);
  }

  private @Nullable Budget budget() {
    String named = fields.word("id", 128);
    if (!ID.matcher(id).matches()) {
      violations.add("/id", "must be 1 to 128 letters, digits, dots, hyphens and underscores");
    } else if (named != null && !named.equals(id)) {
      fields.violate("id", "must be the id of the address");
    }
    Optional<Scope> scope =
        required(
            "scope",
            fields.parsed("scope", Scope::parse, "must be " + "tenant, agent, intent or global"));
    Optional<Period> period =
        required(
            "period",
            fields.parsed("period", Period::parse, "must be hour, day, month or execution"));
    Limits limits = new Limits(limit("limitMicros"), limit("limitTokens"), limit("limitCalls"));
    if (limits.equals(new Limits(null, null, null))) {
      violations.add("/limitMicros", "or limitTokens or limitCalls is required");
    }
    Integer softPercent = small("softPercent", 100);
    Integer softLatencyMs = small("softLatencyMs", MOST_LATENCY_MS);
    boolean degrades = choice("onSoft", "none", "degrade");
    if (degrades && fields.empty("softPercent") && fields.empty("softLatencyMs")) {
      fields.violate("softPercent", "is required where onSoft is degrade, or softLatencyMs");
    }
    if (!degrades && softLatencyMs != null) {
      fields.violate("softLatencyMs", "must be left out where onSoft is not degrade");
    }
    wantsApproval = choice("onHard", "deny", "require_approval");
    if (scope.isEmpty() || period.isEmpty()) {
      return null;
    }
    String scopeId = scopeId(scope.get());
    return new Budget(
        id, scope.get(), scopeId, period.get(), limits, softPercent, softLatencyMs, degrades, 0, 0);
  }

  private <T> Optional<T> required(String name, Optional<T> value) {
    if (fields.empty(name)) {
      fields.violate(name, "is required");
    }
    return value;
  }

  private @Nullable String scopeId(Scope scope) {
    String name = fields.word("scopeId", MAX_SCOPE);
    if (scope == Scope.GLOBAL && name != null) {
      fields.violate("scopeId", "must be left out where the scope is global");
    }
    if (scope != Scope.GLOBAL && fields.empty("scopeId")) {
      fields.violate("scopeId", "is required: the name of the " + scope.wire());
    }
    if ("*".equals(name)) {
      fields.violate("scopeId", "must name one; the scope global counts all");
    }
    return name;
  }

  private @Nullable Long limit(String name) {
    JsonNode node = fields.node(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 0
        || node.longValue() > MOST) {
      fields.violate(name, "must be a whole number from 0 to " + MOST);
      return null;
    }
    return node.longValue();
  }

  private @Nullable Integer small(String name, int most) {
    JsonNode node = fields.node(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || node.doubleValue() < 1 || node.doubleValue() > most) {
      fields.violate(name, "must be a whole number from 1 to " + most);
      return null;
    }
    return node.intValue();
  }

  /** Whether it is the second of the two words; the first stands for none. */
  private boolean choice(String name, String first, String second) {
    return fields
        .parsed(
            name,
            word ->
                Optional.of(word.toLowerCase(Locale.ROOT)).filter(Set.of(first, second)::contains),
            "must be " + first + " or " + second)
        .filter(second::equals)
        .isPresent();
  }
}
