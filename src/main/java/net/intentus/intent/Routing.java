package net.intentus.intent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the client asks of the router.
 *
 * @param targetAgent the agent to use first, or null
 * @param fallbackAgents an explicit chain for {@link Strategy#FALLBACK}; empty for none
 */
public record Routing(
    Strategy strategy, @Nullable String targetAgent, List<String> fallbackAgents) {

  /** DIRECT with neither target nor chain. */
  public static final Routing DEFAULT = new Routing(Strategy.DIRECT, null, List.of());

  public Routing {
    fallbackAgents = List.copyOf(fallbackAgents);
  }

  /** The wire form, with every field present. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode chain = json.putArray("fallbackAgents");
    fallbackAgents.forEach(chain::add);
    json.put("strategy", strategy.wire());
    json.put("targetAgent", targetAgent);
    return json;
  }
}
