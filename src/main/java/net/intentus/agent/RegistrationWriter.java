package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.intent.Json;
import net.intentus.intent.Times;

/** Writes registrations in the shape of the contract. Stateless. */
public final class RegistrationWriter {
  private RegistrationWriter() {}

  /** The document that clients see. */
  public static ObjectNode toJson(AgentRegistration agent, AgentHealth health) {
    ObjectNode json = document(agent);
    json.set("health", toJson(health));
    return json;
  }

  /** The document without what heartbeats change; {@code health} keeps its place, empty. */
  static ObjectNode document(AgentRegistration agent) {
    ObjectNode json = Json.object();
    json.put("name", agent.name());
    json.put("version", agent.version());
    json.put("nodeId", agent.nodeId());
    json.put("nodePriority", agent.nodePriority());
    json.put("enabled", agent.enabled());
    json.putObject("identity").put("agentId", agent.agentId()).put("tenantId", agent.tenant());
    ArrayNode capabilities = json.putArray("capabilities");
    agent.capabilities().forEach(capability -> write(capability, capabilities.addObject()));
    ObjectNode endpoint = json.putObject("endpoint");
    endpoint.put("type", agent.endpoint().type().name().toLowerCase(Locale.ROOT));
    endpoint.put("address", agent.endpoint().address());
    endpoint.put("credentialRef", agent.endpoint().credentialRef());
    endpoint.put("emclKeyRef", agent.endpoint().emclKeyRef());
    json.putObject("health");
    ObjectNode runtime = json.putObject("runtime");
    runtime.put("language", agent.runtime().language());
    runtime.put("environment", agent.runtime().environment());
    runtime.put("scaling", agent.runtime().scaling());
    json.put("sideEffect", agent.sideEffect().wire());
    json.set("guard", GuardDocument.write(agent.guard()));
    json.putObject("cost")
        .put("perCallMicros", agent.cost().perCallMicros())
        .put("tier", agent.cost().tier());
    ObjectNode labels = json.putObject("labels");
    for (Map.Entry<String, String> label : new TreeMap<>(agent.labels()).entrySet()) {
      labels.put(label.getKey(), label.getValue());
    }
    json.put("managed", agent.managed());
    return json;
  }

  /** The {@code health} part alone. */
  public static ObjectNode toJson(AgentHealth health) {
    ObjectNode json = Json.object();
    json.put("status", health.status().wire());
    json.put(
        "lastHeartbeat",
        health.lastHeartbeat() == null ? null : Times.format(health.lastHeartbeat()));
    return json;
  }

  private static void write(Capability capability, ObjectNode json) {
    ObjectNode intent = json.putObject("intent");
    intent.put("name", capability.intent().name());
    intent.put("version", capability.intent().version());
    json.set(
        "inputSchema", capability.inputSchema() == null ? Json.object() : capability.inputSchema());
    json.set(
        "outputSchema",
        capability.outputSchema() == null ? Json.object() : capability.outputSchema());
  }
}
