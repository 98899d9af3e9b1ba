package net.intentus.agent;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The agents inside this application. Immutable after construction. */
@Singleton
public class LocalAgents {
  private final Map<String, Agent> byName = new LinkedHashMap<>();
  private final Set<String> unwanted = new HashSet<>();

  /**
   * Finds every CDI bean of type {@link Agent} that this installation wants.
   *
   * @throws IllegalStateException when two have the same name, or one has no usable description
   */
  @Inject
  public LocalAgents(Instance<Agent> beans) {
    this((Iterable<Agent>) beans);
  }

  LocalAgents(Iterable<Agent> agents) {
    for (Agent agent : agents) {
      if (!agent.enabled()) {
        continue;
      }
      AgentDescriptor descriptor = agent.descriptor();
      String name = descriptor.name();
      if (name.isEmpty()
          || AgentNames.problem(name) != null
          || descriptor.capabilities().isEmpty()) {
        throw new IllegalStateException("an agent bean has no usable name or no capability");
      }
      boolean known = byName.containsKey(name) || unwanted.contains(name);
      if (agent.enabled()) {
        byName.put(name, agent);
      } else {
        unwanted.add(name);
      }
      if (known) {
        throw new IllegalStateException("two agent beans are called " + name);
      }
    }
  }

  /** The agent of that name, if it is inside. */
  Optional<Agent> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The names of those that this installation does not want. */
  Set<String> unwanted() {
    return Set.copyOf(unwanted);
  }

  /** All that are wanted. */
  Collection<Agent> all() {
    return byName.values();
  }
}
