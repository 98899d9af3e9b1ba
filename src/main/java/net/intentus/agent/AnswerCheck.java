package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violations;

/** Whether an agent's answer is JSON that every reader reads alike and that can be hashed. */
final class AnswerCheck {
  private AnswerCheck() {}

  static boolean usable(JsonNode answer) {
    if (!plain(answer, 0)) {
      return false;
    }
    Violations violations = new Violations();
    InteroperableJson.check(answer, "", violations);
    return violations.isEmpty();
  }

  private static boolean plain(JsonNode node, int depth) {
    if (depth > Json.MAX_DEPTH || node.isPojo() || node.isBinary() || node.isMissingNode()) {
      return false;
    }
    for (JsonNode child : node) {
      if (!plain(child, depth + 1)) {
        return false;
      }
    }
    return true;
  }
}
