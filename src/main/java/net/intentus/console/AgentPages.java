package net.intentus.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.intentus.agent.AgentGuards;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.AgentSnapshot;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Role;
import net.intentus.routing.IntentPattern;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;

/** Makes the pages about agents from the registry. Thread-safe. */
@Singleton
class AgentPages {
  private final AgentRegistry registry;
  private final AgentGuards guards;

  @Inject
  AgentPages(AgentRegistry registry, AgentGuards guards) {
    this.guards = guards;
    this.registry = registry;
  }

  AgentsView list(String text, int number, Caller caller) {
    return AgentsView.of(
        AgentsView.visible(registry.current(), caller), text, number, this::states);
  }

  /** The agent's row, if the caller sees it. */
  Optional<AgentRow> row(String name, Caller caller) {
    return AgentsView.visible(registry.current(), caller).stream()
        .filter(placed -> placed.agent().name().equals(name))
        .findFirst()
        .map(placed -> AgentsView.row(placed, states(List.of(placed.agent()))));
  }

  private AgentsView.States states(List<AgentRegistration> agents) {
    return new AgentsView.States(
        registry.health(agents.stream().map(AgentRegistration::name).toList()), guards::circuit);
  }

  /** The page with the settings as stored and an empty test. */
  Optional<AgentView> agent(String name, Caller caller) {
    AgentRegistration agent = registry.find(name, caller).orElse(null);
    if (agent == null) {
      return Optional.empty();
    }
    return row(name, caller).map(row -> view(agent, row, caller));
  }

  private AgentView view(AgentRegistration agent, AgentRow row, Caller caller) {
    IntentPattern first = agent.capabilities().get(0).intent();
    return new AgentView(
        row,
        AgentForm.of(agent),
        mayChange(agent, caller),
        registry.byPlanOnly(),
        agent.revision(),
        orders(agent, caller),
        CircuitView.of(
            agent,
            guards.circuit(agent),
            guards.settings(agent),
            guards.places(agent),
            mayOperate(agent, caller)),
        null,
        concrete(first.name(), ""),
        concrete(first.version(), "1.0"),
        "{}",
        null);
  }

  private static boolean mayOperate(AgentRegistration agent, Caller caller) {
    return caller.has(Role.OPERATOR)
        && (caller.allTenants() || caller.tenant().equals(agent.tenant()));
  }

  private static boolean mayChange(AgentRegistration agent, Caller caller) {
    return caller.has(Role.ADMIN)
        && (caller.allTenants() || caller.tenant().equals(agent.tenant()));
  }

  private List<AgentView.Order> orders(AgentRegistration agent, Caller caller) {
    AgentSnapshot current = registry.current();
    List<AgentView.Order> orders = new ArrayList<>();
    for (AgentRegistration.Capability capability : agent.capabilities()) {
      IntentPattern pattern = capability.intent();
      if (!pattern.name().equals(IntentPattern.ANY)) {
        IntentRef intent = new IntentRef(pattern.name(), concrete(pattern.version(), "1.0"));
        List<String> tried =
            current.table().candidates(intent, tenant(agent.tenant(), caller)).stream()
                .map(RoutableAgent::name)
                .toList();
        orders.add(new AgentView.Order(intent.toString(), tried));
      }
    }
    return orders;
  }

  private static String tenant(@Nullable String agentTenant, Caller caller) {
    if (agentTenant != null) {
      return agentTenant;
    }
    return caller.allTenants() ? Caller.DEFAULT_TENANT : caller.tenant();
  }

  private static String concrete(String pattern, String otherwise) {
    return pattern.equals(IntentPattern.ANY) ? otherwise : pattern;
  }
}
