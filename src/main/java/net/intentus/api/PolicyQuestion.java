package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.policy.PolicyContext;
import net.intentus.policy.PolicyDocument;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know of a policy.
 *
 * @param policy null for the one in force
 * @param targets names of agents; the empty one stands for none
 */
record PolicyQuestion(@Nullable PolicyDocument policy, PolicyContext context, Set<String> targets) {
  private static final int MAX_TARGETS = 1_000;
  private static final int MAX_ROLES = 1_000;

  /**
   * Reads {@code {policy?, context?, targets?}}. What is absent or of the wrong type in the context
   * is missing; without targets the one target is {@code context.agent}.
   *
   * @throws ProblemException when it is no object, or larger than can be answered
   */
  static PolicyQuestion read(JsonNode body) {
    if (!body.isObject()) {
      throw invalid("", "must be a JSON object");
    }
    JsonNode policy = body.path("policy");
    if (!PolicyDocument.bearable(policy)) {
      throw invalid("/policy", "has too many rules, or its patterns are too large");
    }
    JsonNode context = body.path("context");
    return new PolicyQuestion(
        policy.isMissingNode() || policy.isNull() ? null : PolicyDocument.lenient(policy),
        context(context),
        targets(body.path("targets"), context.path("agent")));
  }

  private static PolicyContext context(JsonNode context) {
    Set<String> roles = new LinkedHashSet<>();
    for (JsonNode role : context.path("roles")) {
      if (role.isTextual()) {
        roles.add(role.textValue());
      }
    }
    if (roles.size() > MAX_ROLES) {
      throw invalid("/context/roles", "must not have more than " + MAX_ROLES + " elements");
    }
    return new PolicyContext(
        context.path("subject").textValue(),
        roles,
        context.path("tenant").textValue(),
        context.path("intent").textValue(),
        context.path("key").textValue(),
        context.path("address").textValue(),
        context.path("payload") instanceof ObjectNode payload ? payload : Json.object());
  }

  private static Set<String> targets(JsonNode targets, JsonNode agent) {
    if (targets.size() > MAX_TARGETS) {
      throw invalid("/targets", "must not have more than " + MAX_TARGETS + " elements");
    }
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode target : targets) {
      names.add(target.isTextual() ? target.textValue() : "");
    }
    if (names.isEmpty()) {
      names.add(agent.isTextual() ? agent.textValue() : "");
    }
    return names;
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(Problem.invalid(List.of(new Violation(pointer, message))));
  }
}
