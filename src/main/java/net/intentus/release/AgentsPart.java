package net.intentus.release;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import net.intentus.agent.AgentPlan;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.PlannedAgents;
import net.intentus.intent.Caller;
import net.intentus.intent.Violations;

/** Who may be called. */
@Singleton
class AgentsPart implements Part {
  private static final String NAME = "agents";
  private final AgentPlan agents;
  private final AgentRegistry registry;

  @Inject
  AgentsPart(AgentPlan agents, AgentRegistry registry) {
    this.agents = agents;
    this.registry = registry;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public JsonNode live() {
    return agents.live();
  }

  @Override
  public JsonNode normal(JsonNode given, Violations violations) {
    return PlannedAgents.normal(given, "/" + NAME, violations);
  }

  @Override
  public void check(JsonNode normal, Violations violations) {
    agents.check(normal, "/" + NAME, violations);
  }

  @Override
  public List<PlanDifference> differences(JsonNode live, JsonNode wanted) {
    return NamedDifferences.of(NAME, "name", live, wanted);
  }

  @Override
  public void hold() {
    agents.hold();
  }

  @Override
  public void put(JsonNode live, JsonNode wanted, Caller caller) {
    agents.put(wanted, caller);
  }

  @Override
  public void refresh() {
    registry.refresh();
  }
}
