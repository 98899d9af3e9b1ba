package net.intentus.agent;

import java.util.Map;
import net.intentus.routing.RoutingTable;

/**
 * The registry at one moment. Immutable.
 *
 * @param version rises with every change, on all instances alike
 * @param table the enabled agents, for routing
 * @param byName all agents
 */
public record AgentSnapshot(
    long version, RoutingTable table, Map<String, AgentRegistration> byName) {
  public AgentSnapshot {
    byName = Map.copyOf(byName);
  }
}
