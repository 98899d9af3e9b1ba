package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.intentus.intent.InteroperableJson;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;

/**
 * Registrations as a compiled plan carries them: by name in code point order, every default written
 * down, without what changes while it runs. Two plans that mean the same agents are the same text.
 * Pure: needs no server.
 */
public final class PlannedAgents {
  /** What operators, heartbeats and the code decide, not the plan. */
  static final List<String> LIVE = List.of("enabled", "health", "managed");

  private PlannedAgents() {}

  /**
   * The normal form of a list of registrations. What is wrong is left out and noted under {@code
   * at}. Says nothing of addresses, schemas and credentials, which need an installation to check.
   */
  public static ArrayNode normal(JsonNode given, String at, Violations violations) {
    Map<String, ObjectNode> byName = new TreeMap<>(CodePointOrder.INSTANCE);
    if (!given.isArray()) {
      violations.add(at, "must be an array of registrations");
    } else if (given.size() > InteroperableJson.MAX_ELEMENTS) {
      violations.add(at, "must not have more than " + InteroperableJson.MAX_ELEMENTS + " elements");
    } else {
      for (int i = 0; i < given.size(); i++) {
        String here = at + "/" + i;
        Violations own = new Violations();
        AgentRegistration agent = read(given.get(i), own);
        if (own.isEmpty() && byName.put(agent.name(), of(agent)) != null) {
          own.add("/name", "is the name of an earlier agent");
        }
        for (Violation wrong : own.all()) {
          violations.add(here + wrong.pointer(), wrong.message());
        }
      }
    }
    return array(byName.values());
  }

  private static AgentRegistration read(JsonNode document, Violations violations) {
    InteroperableJson.check(document, "", violations);
    for (String name : LIVE) {
      if (document.has(name)) {
        violations.add("/" + name, "is no part of a plan: it changes while the server runs");
      }
    }
    return RegistrationDocument.read(document, violations, violations, 0);
  }

  /** The normal form of those agents. */
  static ArrayNode of(Collection<AgentRegistration> agents) {
    Map<String, ObjectNode> byName = new TreeMap<>(CodePointOrder.INSTANCE);
    agents.forEach(agent -> byName.put(agent.name(), of(agent)));
    return array(byName.values());
  }

  static ObjectNode of(AgentRegistration agent) {
    ObjectNode json = RegistrationWriter.document(agent);
    json.remove(LIVE);
    return json;
  }

  private static ArrayNode array(Collection<ObjectNode> documents) {
    ArrayNode array = Json.object().arrayNode();
    documents.forEach(array::add);
    return array;
  }
}
