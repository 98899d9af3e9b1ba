package net.intentus.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import net.intentus.agent.AgentHealth;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentSnapshot;
import net.intentus.agent.CircuitReading;
import net.intentus.intent.Caller;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;

/**
 * The list of agents, in the order in which they are tried; disabled ones come last.
 *
 * @param text what was searched for in names and intents
 * @param first address of the first page, or null when this is it
 * @param next address of the next page, or null at the end
 */
public record AgentsView(
    List<AgentRow> rows, String count, String text, @Nullable String first, @Nullable String next) {
  static final int PAGE = 100;
  private static final String PATH = "/console/agents";

  /** How the agents of a page are: their health by name, and their circuits. */
  record States(
      Map<String, AgentHealth> health, Function<AgentRegistration, CircuitReading> circuits) {}

  /** An agent and its place, from 1, among those that the caller sees; 0 while disabled. */
  record Placed(AgentRegistration agent, int position) {}

  /**
   * One page.
   *
   * @param number from 1
   * @param states looks up how the agents on the page are
   */
  static AgentsView of(
      List<Placed> all, String text, int number, Function<List<AgentRegistration>, States> states) {
    List<Placed> found = all.stream().filter(placed -> matches(placed.agent(), text)).toList();
    int from = Math.min(found.size(), (number - 1) * PAGE);
    List<Placed> page = found.subList(from, Math.min(found.size(), from + PAGE));
    States known = states.apply(page.stream().map(Placed::agent).toList());
    String count = String.format(Locale.ROOT, "%,d", found.size());
    return new AgentsView(
        page.stream().map(placed -> row(placed, known)).toList(),
        page.size() == found.size()
            ? count
            : from + 1 + "–" + (from + page.size()) + " of " + count,
        text,
        number > 1 ? url(text, 1) : null,
        from + PAGE < found.size() ? url(text, number + 1) : null);
  }

  static AgentRow row(Placed placed, States known) {
    AgentHealth health =
        known.health().getOrDefault(placed.agent().name(), AgentHealth.NEVER_HEARD);
    CircuitReading circuit = known.circuits().apply(placed.agent());
    return AgentRow.of(
        placed.agent(),
        placed.position(),
        health.status().wire(),
        circuit.state() == CircuitReading.State.CLOSED ? null : Mark.of(circuit));
  }

  /** Every agent that the caller sees: the enabled in the order of routing, then the others. */
  static List<Placed> visible(AgentSnapshot registry, Caller caller) {
    Map<String, AgentRegistration> left = new HashMap<>(registry.byName());
    List<Placed> placed = new ArrayList<>();
    for (RoutableAgent routable : registry.table().ranked()) {
      AgentRegistration agent = left.remove(routable.name());
      if (agent != null && sees(caller, agent)) {
        placed.add(new Placed(agent, placed.size() + 1));
      }
    }
    left.values().stream()
        .filter(agent -> sees(caller, agent))
        .sorted(java.util.Comparator.comparing(AgentRegistration::name))
        .forEach(agent -> placed.add(new Placed(agent, 0)));
    return placed;
  }

  private static boolean sees(Caller caller, AgentRegistration agent) {
    return agent.tenant() == null || caller.sees(agent.tenant());
  }

  private static boolean matches(AgentRegistration agent, String text) {
    String sought = text.toLowerCase(Locale.ROOT);
    return agent.name().toLowerCase(Locale.ROOT).contains(sought)
        || agent.capabilities().stream()
            .anyMatch(c -> AgentRow.pattern(c.intent()).toLowerCase(Locale.ROOT).contains(sought));
  }

  private static String url(String text, int number) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      parameters.put("q", text);
    }
    if (number > 1) {
      parameters.put("page", Integer.toString(number));
    }
    return Url.of(PATH, parameters);
  }
}
