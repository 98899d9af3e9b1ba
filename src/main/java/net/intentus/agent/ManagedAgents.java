package net.intentus.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.agent.AgentRegistration.Cost;
import net.intentus.agent.AgentRegistration.Endpoint;
import net.intentus.agent.AgentRegistration.EndpointType;
import net.intentus.agent.AgentRegistration.RuntimeInfo;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What of a registration belongs to the code of an agent inside this application (version,
 * capabilities, side effect, endpoint) and what to its operators (all else).
 */
final class ManagedAgents {
  private static final Logger LOG = Logger.getLogger(ManagedAgents.class.getName());

  private ManagedAgents() {}

  /**
   * What to register for a description.
   *
   * @param old what is registered under that name, or null
   * @return empty when nothing has to change, or somebody else has the name
   */
  static Optional<AgentRegistration> wanted(
      AgentDescriptor described, @Nullable AgentRegistration old) {
    if (old == null) {
      return Optional.of(fresh(described));
    }
    if (!old.managed()) {
      LOG.log(
          Level.WARNING,
          "the agent {0} inside this application is not registered: its name is taken",
          described.name());
      return Optional.empty();
    }
    AgentRegistration updated = updated(described, old);
    return updated.equals(old) ? Optional.empty() : Optional.of(updated);
  }

  private static AgentRegistration fresh(AgentDescriptor described) {
    return new AgentRegistration(
        described.name(),
        described.version(),
        null,
        described.nodePriority(),
        true,
        described.name(),
        null,
        capabilities(described),
        new Endpoint(EndpointType.LOCAL, null),
        new RuntimeInfo("java", null, null),
        described.sideEffect(),
        Map.of(),
        null,
        true,
        0,
        Cost.NONE);
  }

  private static AgentRegistration updated(AgentDescriptor described, AgentRegistration old) {
    return new AgentRegistration(
        old.name(),
        described.version(),
        old.nodeId(),
        old.nodePriority(),
        old.enabled(),
        old.agentId(),
        old.tenant(),
        capabilities(described),
        new Endpoint(EndpointType.LOCAL, null),
        old.runtime(),
        described.sideEffect(),
        old.labels(),
        old.guard(),
        true,
        old.revision(),
        old.cost());
  }

  private static List<Capability> capabilities(AgentDescriptor described) {
    return described.capabilities().stream()
        .map(intent -> new Capability(intent, null, null))
        .toList();
  }

  /** What the wanted registration changes although it belongs to the code. */
  static List<Violation> fixed(AgentRegistration old, AgentRegistration wanted) {
    List<Violation> found = new ArrayList<>();
    String message = "belongs to the code of this agent and cannot be changed";
    if (!old.version().equals(wanted.version())) {
      found.add(new Violation("/version", message));
    }
    if (!old.capabilities().equals(wanted.capabilities())) {
      found.add(new Violation("/capabilities", message));
    }
    if (!old.endpoint().equals(wanted.endpoint())) {
      found.add(new Violation("/endpoint", message));
    }
    if (old.sideEffect() != wanted.sideEffect()) {
      found.add(new Violation("/sideEffect", message));
    }
    return found;
  }
}
