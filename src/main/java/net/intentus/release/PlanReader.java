package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import net.intentus.intent.Violations;

/** Reads plans, with everything that can be told of them. Thread-safe. */
@Singleton
class PlanReader {
  private final Parts parts;
  private final PlanSignatures signatures;

  @Inject
  PlanReader(Parts parts, PlanSignatures signatures) {
    this.parts = parts;
    this.signatures = signatures;
  }

  /**
   * Reads a document that is whole, of this schema, and signed as it must be here.
   *
   * @return empty when something was noted
   */
  Optional<JudgedPlan> read(JsonNode document, Violations violations) {
    PlanDocument given = PlanDocument.read(document, parts.names(), violations).orElse(null);
    if (given == null) {
      return Optional.empty();
    }
    SignatureState state = signatures.judge(given);
    signatures.refusal(state).ifPresent(why -> violations.add("/signature", why));
    PlanDocument normal = parts.normal(given, violations);
    return violations.isEmpty() ? Optional.of(new JudgedPlan(normal, state)) : Optional.empty();
  }

  /** Reads one that moreover can be put in force in this installation. May ask a name server. */
  Optional<JudgedPlan> usable(JsonNode document, Violations violations) {
    Optional<JudgedPlan> plan = read(document, violations);
    plan.ifPresent(judged -> parts.check(judged.normal(), violations));
    return violations.isEmpty() ? plan : Optional.empty();
  }
}
