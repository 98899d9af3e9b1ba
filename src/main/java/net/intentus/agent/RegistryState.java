package net.intentus.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingTable;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of the registry. Thread-safe.
 *
 * <p>The routing table is built when it is next asked for: ten thousand registrations in a row
 * would else build it ten thousand times.
 */
final class RegistryState {
  private final TreeMap<String, AgentRegistration> agents = new TreeMap<>(CodePointOrder.INSTANCE);
  private long version;
  private long removals;
  private volatile @Nullable AgentSnapshot snapshot;

  /** The registry as it is known now. */
  AgentSnapshot current() {
    AgentSnapshot known = snapshot;
    return known == null ? build() : known;
  }

  private synchronized AgentSnapshot build() {
    AgentSnapshot known = snapshot;
    if (known == null) {
      List<RoutableAgent> enabled = new ArrayList<>(agents.size());
      for (AgentRegistration agent : agents.values()) {
        if (agent.enabled()) {
          enabled.add(agent.routable());
        }
      }
      known = new AgentSnapshot(version, RoutingTable.of(enabled), agents);
      snapshot = known;
    }
    return known;
  }

  synchronized long version() {
    return version;
  }

  synchronized long removals() {
    return removals;
  }

  synchronized @Nullable AgentRegistration find(String name) {
    return agents.get(name);
  }

  /** Up to that many behind a name, in order. */
  synchronized List<AgentRegistration> after(
      @Nullable String name, int limit, Predicate<AgentRegistration> visible) {
    return (name == null ? agents : agents.tailMap(name, false))
        .values().stream().filter(visible).limit(limit).toList();
  }

  /** Takes over a change of this instance; false when others have come in between. */
  synchronized boolean follow(AgentChange change) {
    if (change instanceof AgentChange.Changed changed) {
      AgentRegistration agent = changed.registration();
      if (agent.revision() == version + 1) {
        agents.put(agent.name(), agent);
        version = agent.revision();
        snapshot = null;
      }
      return agent.revision() <= version;
    }
    if (change instanceof AgentChange.Removed removed) {
      if (removed.version() == version + 1) {
        agents.remove(removed.name());
        version = removed.version();
        removals++;
        snapshot = null;
      }
      return removed.version() <= version;
    }
    return true;
  }

  /** Takes over what the database says; an older answer than what is known means nothing. */
  synchronized void apply(AgentStore.Delta delta) {
    if (delta.version() <= version) {
      return;
    }
    if (delta.names() != null) {
      agents.keySet().retainAll(delta.names());
    }
    for (AgentRegistration agent : delta.changed()) {
      agents.put(agent.name(), agent);
    }
    version = delta.version();
    removals = delta.removals();
    snapshot = null;
  }
}
