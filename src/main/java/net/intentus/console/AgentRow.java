package net.intentus.console;

import java.util.List;
import net.intentus.agent.AgentRegistration;
import net.intentus.routing.IntentPattern;
import org.jspecify.annotations.Nullable;

/**
 * One agent in the list.
 *
 * @param position its place, from 1, in the order in which agents are tried; 0 while disabled
 * @param circuit the state of its circuit, when that is not closed
 * @param endpoint transport and address
 * @param sideEffect in words
 */
public record AgentRow(
    String name,
    String url,
    String version,
    boolean enabled,
    int position,
    String node,
    int priority,
    Mark health,
    @Nullable Mark circuit,
    String sideEffect,
    String endpoint,
    boolean managed,
    List<String> capabilities) {

  static AgentRow of(AgentRegistration agent, int position, String health, @Nullable Mark circuit) {
    String address = agent.endpoint().address();
    return new AgentRow(
        agent.name(),
        Url.agent(agent.name()),
        agent.version(),
        agent.enabled(),
        position,
        agent.nodeId() == null ? "local" : agent.nodeId(),
        agent.nodePriority(),
        Mark.ofHealth(health),
        circuit,
        agent.sideEffect().wire().replace('_', '-'),
        address == null ? "in process" : address,
        agent.managed(),
        agent.capabilities().stream().map(c -> pattern(c.intent())).toList());
  }

  static String pattern(IntentPattern intent) {
    return intent.name() + "@" + intent.version();
  }
}
