package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Fields;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violations;
import net.intentus.journal.ExecutionSummary;
import net.intentus.submission.ReplayProspect;
import net.intentus.submission.ReplayRequest;
import net.intentus.submission.Replays;
import org.jspecify.annotations.Nullable;

/** What a replay takes, and what is told of it. */
final class ReplayDocuments {
  private static final Set<String> KNOWN = Set.of("payloadPatch", "routing", "force", "reason");

  private ReplayDocuments() {}

  /**
   * Reads the body; none is an empty object.
   *
   * @throws ProblemException when it is no valid request
   */
  static ReplayRequest read(byte[] body) {
    JsonNode json = body.length == 0 ? Json.object() : AgentDocuments.parse(body);
    Violations violations = new Violations();
    InteroperableJson.check(json, "", violations);
    Fields fields = Fields.of(json, "", KNOWN, violations);
    ObjectNode patch = object(fields, "payloadPatch");
    ObjectNode routing = object(fields, "routing");
    JsonNode force = fields.node("force");
    if (force != null && !force.isBoolean()) {
      fields.violate("force", "must be true or false");
    }
    String reason = fields.word("reason", Replays.MAX_REASON);
    boolean forced = force != null && force.asBoolean();
    if (forced && reason == null) {
      fields.violate("reason", "is required with force");
    }
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return new ReplayRequest(
        patch == null ? null : new ReplayRequest.Patch(patch), routing, forced, reason);
  }

  private static @Nullable ObjectNode object(Fields fields, String name) {
    return fields.node(name) == null ? null : fields.any(name);
  }

  /** Adds to an execution's document what repeating it takes, and what repeats it. */
  static ObjectNode add(
      ObjectNode json,
      @Nullable String parent,
      ReplayProspect prospect,
      List<ExecutionSummary> repeats) {
    json.put("parentExecutionId", parent);
    json.put("replayable", prospect.replayable());
    ObjectNode replay = json.putObject("replay");
    replay.put("obstacle", prospect.obstacle());
    prospect.redacted().forEach(replay.putArray("redacted")::add);
    replay.put("needsForce", prospect.needsForce());
    prospect.irreversible().forEach(replay.putArray("irreversibleAgents")::add);
    ArrayNode children = json.putArray("replays");
    repeats.forEach(child -> children.add(child.executionId()));
    return json;
  }
}
