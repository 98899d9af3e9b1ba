package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Violation;
import net.intentus.routing.IntentPattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies agents' schemas, each compiled once per revision of its registration. Keeps a bounded
 * number, the most recently used. Thread-safe.
 */
final class Schemas {
  private final Map<Key, CompiledSchema> compiled;

  private record Key(String agent, long revision, IntentPattern intent, boolean output) {}

  Schemas(int capacity) {
    compiled =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, CompiledSchema> eldest) {
            return size() > capacity;
          }
        };
  }

  /** What is wrong with the payload for that intent. */
  List<Violation> input(AgentRegistration agent, IntentRef intent, JsonNode payload) {
    Capability capability = capability(agent, intent);
    return capability == null
        ? List.of()
        : check(agent, capability, capability.inputSchema(), false, payload);
  }

  /** What is wrong with the answer to that intent. */
  List<Violation> output(AgentRegistration agent, IntentRef intent, JsonNode answer) {
    Capability capability = capability(agent, intent);
    return capability == null
        ? List.of()
        : check(agent, capability, capability.outputSchema(), true, answer);
  }

  private List<Violation> check(
      AgentRegistration agent,
      Capability capability,
      @Nullable ObjectNode schema,
      boolean output,
      JsonNode value) {
    if (schema == null) {
      return List.of();
    }
    Key key = new Key(agent.name(), agent.revision(), capability.intent(), output);
    CompiledSchema ready;
    synchronized (compiled) {
      ready = compiled.get(key);
      if (ready == null) {
        ready = CompiledSchema.of(schema);
        compiled.put(key, ready);
      }
    }
    return ready.check(value);
  }

  /** The most exact of those that match: name before version before neither. */
  private static @Nullable Capability capability(AgentRegistration agent, IntentRef intent) {
    Capability best = null;
    int exactness = -1;
    for (Capability capability : agent.capabilities()) {
      if (capability.intent().matches(intent)) {
        int exact =
            (capability.intent().name().equals(intent.name()) ? 2 : 0)
                + (capability.intent().version().equals(intent.version()) ? 1 : 0);
        if (exact > exactness) {
          best = capability;
          exactness = exact;
        }
      }
    }
    return best;
  }
}
