package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import net.intentus.agent.PayloadSecret;
import net.intentus.intent.Fields;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.intent.Violations;
import net.intentus.privacy.Redactor;
import net.intentus.wire.PeerReader;
import org.jspecify.annotations.Nullable;

/** Secrets as documents. The value is read and never written; no message repeats it. */
final class SecretDocuments {
  private static final int MAX_AGENTS = 50;
  private static final int MAX_NAME = 128;
  private static final int MAX_VALUE = 4_096;

  private SecretDocuments() {}

  /** What a secret is to be. In memory only; the value is printed nowhere. */
  record Draft(@Nullable String tenant, List<String> agents, String value) {
    @Override
    public String toString() {
      return "Draft";
    }
  }

  /**
   * {@code {value, agents, tenantId?}}.
   *
   * @throws ProblemException when it is not valid
   */
  static Draft read(String name, byte[] body) {
    Violations violations = new Violations();
    Fields fields =
        Fields.of(
            AgentDocuments.parse(body), "", Set.of("value", "agents", "tenantId"), violations);
    if (!PeerReader.NAME.matcher(name).matches()) {
      violations.add("", "the name in the address " + PeerReader.NAME_RULE);
    }
    String tenant = fields.word("tenantId", MAX_NAME);
    if ("*".equals(tenant)) {
      fields.violate("tenantId", "must name one tenant; leave it out for all of them");
    }
    List<String> agents = fields.words("agents", MAX_AGENTS, MAX_NAME);
    if (agents.isEmpty()) {
      fields.violate("agents", "must name at least one agent; * stands for any characters");
    }
    Draft draft = new Draft(tenant, agents, value(fields));
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return draft;
  }

  /** Shorter values could not be found in answers again without finding too much. */
  private static String value(Fields fields) {
    JsonNode node = fields.node("value");
    String value = node == null ? null : node.textValue();
    if (value == null || value.length() < Redactor.MIN_SECRET || value.length() > MAX_VALUE) {
      fields.violate(
          "value", "must be a text of " + Redactor.MIN_SECRET + " to " + MAX_VALUE + " characters");
      return "";
    }
    return value;
  }

  /** What is shown of a secret. */
  static ObjectNode json(PayloadSecret secret) {
    ObjectNode json = Json.object();
    json.put("name", secret.name());
    json.put("tenantId", secret.tenant());
    ArrayNode agents = json.putArray("agents");
    secret.agents().forEach(agents::add);
    json.put("createdAt", Times.format(secret.createdAt()));
    json.put("updatedAt", Times.format(secret.updatedAt()));
    return json;
  }
}
