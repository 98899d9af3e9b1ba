package net.intentus.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * Who can do what, as an immutable snapshot. Safe to share between threads.
 *
 * <p>A lookup costs what its own candidates cost, however many other agents are registered: agents
 * are ranked once, and filed under tenant, intent name and version as ascending ranks.
 */
public final class RoutingTable {
  private final List<RoutableAgent> ranked;
  private final Map<Slot, int[]> index;
  private final String hash;

  private record Slot(@Nullable String tenant, String name, String version) {}

  private RoutingTable(List<RoutableAgent> ranked) {
    this.ranked = ranked;
    this.index = index(ranked);
    this.hash = Hashes.of(json(ranked));
  }

  /**
   * Builds the table; the order of the collection means nothing.
   *
   * @throws IllegalArgumentException when two agents have the same name: there would be no total
   *     order
   */
  public static RoutingTable of(Collection<RoutableAgent> agents) {
    List<RoutableAgent> ranked = agents.stream().sorted(AgentOrder.TOTAL).toList();
    long names = ranked.stream().map(RoutableAgent::name).distinct().count();
    if (names != ranked.size()) {
      throw new IllegalArgumentException("two agents have the same name");
    }
    return new RoutingTable(ranked);
  }

  /**
   * The agents that can do the intent for the tenant, each once, in total order: those that serve
   * every tenant and those that serve this one.
   */
  public List<RoutableAgent> candidates(IntentRef intent, String tenant) {
    List<RoutableAgent> found = new ArrayList<>();
    for (int rank : RankMerge.distinct(runs(intent, tenant))) {
      found.add(ranked.get(rank));
    }
    return List.copyOf(found);
  }

  /** Every agent, in total order. */
  public List<RoutableAgent> ranked() {
    return ranked;
  }

  /** {@code sha-256:<hex>} over the agents in total order, with everything that routing knows. */
  public String hash() {
    return hash;
  }

  /** Every rank that a lookup reads; nothing else of the table is looked at. */
  List<int[]> runs(IntentRef intent, String tenant) {
    List<int[]> runs = new ArrayList<>(8);
    addRuns(runs, null, intent);
    addRuns(runs, tenant, intent);
    return runs;
  }

  private void addRuns(List<int[]> runs, @Nullable String tenant, IntentRef intent) {
    addRun(runs, new Slot(tenant, intent.name(), intent.version()));
    addRun(runs, new Slot(tenant, intent.name(), IntentPattern.ANY));
    addRun(runs, new Slot(tenant, IntentPattern.ANY, intent.version()));
    addRun(runs, new Slot(tenant, IntentPattern.ANY, IntentPattern.ANY));
  }

  private void addRun(List<int[]> runs, Slot slot) {
    int[] run = index.get(slot);
    if (run != null) {
      runs.add(run);
    }
  }

  private static Map<Slot, int[]> index(List<RoutableAgent> ranked) {
    Map<Slot, List<Integer>> filed = new HashMap<>();
    for (int rank = 0; rank < ranked.size(); rank++) {
      RoutableAgent agent = ranked.get(rank);
      for (IntentPattern can : new LinkedHashSet<>(agent.capabilities())) {
        Slot slot = new Slot(agent.tenant(), can.name(), can.version());
        filed.computeIfAbsent(slot, unused -> new ArrayList<>()).add(rank);
      }
    }
    Map<Slot, int[]> index = new HashMap<>();
    filed.forEach(
        (slot, ranks) -> index.put(slot, ranks.stream().mapToInt(Integer::intValue).toArray()));
    return index;
  }

  private static ArrayNode json(List<RoutableAgent> ranked) {
    ArrayNode list = Json.object().arrayNode(ranked.size());
    for (RoutableAgent agent : ranked) {
      ObjectNode json = list.addObject();
      json.put("name", agent.name());
      json.put("nodeId", agent.nodeId());
      json.put("nodePriority", agent.nodePriority());
      json.put("tenant", agent.tenant());
      json.put("sideEffect", agent.sideEffect().wire());
      ArrayNode capabilities = json.putArray("capabilities");
      for (IntentPattern can : agent.capabilities()) {
        capabilities.addObject().put("name", can.name()).put("version", can.version());
      }
    }
    return list;
  }
}
