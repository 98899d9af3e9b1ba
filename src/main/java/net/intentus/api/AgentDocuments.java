package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Set;
import net.intentus.agent.HealthStatus;
import net.intentus.intent.Fields;
import net.intentus.intent.IntentRef;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violations;
import org.jspecify.annotations.Nullable;

/** Reads the small bodies of calls about agents. An empty body is an empty object. */
final class AgentDocuments {
  private static final int MAX_WORD = 256;

  private AgentDocuments() {}

  /** What to try an agent with. */
  record Trial(@Nullable IntentRef intent, ObjectNode payload) {}

  /**
   * Any JSON document.
   *
   * @throws ProblemException when it is none
   */
  static JsonNode parse(byte[] body) {
    try {
      return Json.read(body);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.malformed(
              "The body must be exactly one JSON text in UTF-8, without repeated names and nested"
                  + " at most %d deep.".formatted(Json.MAX_DEPTH)));
    }
  }

  private static JsonNode optional(byte[] body) {
    return body.length == 0 ? Json.object() : parse(body);
  }

  /**
   * The body of a heartbeat: {@code {status?}}, healthy when left out.
   *
   * @throws ProblemException when it is not valid
   */
  static HealthStatus heartbeat(byte[] body) {
    Violations violations = new Violations();
    Fields fields = Fields.of(optional(body), "", Set.of("status"), violations);
    HealthStatus status =
        fields
            .parsed(
                "status", HealthStatus::parse, "must be healthy, degraded, unhealthy or unknown")
            .orElse(HealthStatus.HEALTHY);
    refuse(violations);
    return status;
  }

  /**
   * The body of a test call: {@code {intent?, payload?}}.
   *
   * @throws ProblemException when it is not valid
   */
  static Trial trial(byte[] body) {
    Violations violations = new Violations();
    JsonNode document = optional(body);
    InteroperableJson.check(document, "", violations);
    Fields fields = Fields.of(document, "", Set.of("intent", "payload"), violations);
    IntentRef intent = null;
    if (fields.node("intent") != null) {
      Fields asked = fields.object("intent", Set.of("name", "version"));
      String name = asked.word("name", MAX_WORD);
      String version = asked.word("version", MAX_WORD);
      if (asked.empty("name")) {
        asked.violate("name", "is required");
      }
      if (name != null) {
        intent = new IntentRef(name, version == null ? "1.0" : version);
      }
    }
    ObjectNode payload = fields.any("payload");
    refuse(violations);
    return new Trial(intent, payload);
  }

  /**
   * Ends the call unless nothing is wrong.
   *
   * @throws ProblemException with everything that is wrong
   */
  static void refuse(Violations violations) {
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
  }
}
