package net.intentus.agent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be told of a secret that payloads refer to.
 *
 * @param tenant whose submissions may refer to it; null for those of all tenants, and then only
 *     agents without a tenant get it
 * @param agents names of agents that get it, in which {@code *} stands for any run of characters
 */
public record PayloadSecret(
    String name,
    @Nullable String tenant,
    List<String> agents,
    Instant createdAt,
    Instant updatedAt) {
  public PayloadSecret {
    agents = List.copyOf(agents);
  }

  /** Whether that agent gets it. */
  boolean allows(AgentRegistration agent) {
    boolean near = tenant == null ? agent.tenant() == null : agentOf(agent.tenant());
    return near && agents.stream().anyMatch(pattern -> matches(pattern, agent.name()));
  }

  private boolean agentOf(@Nullable String other) {
    return other == null || other.equals(tenant);
  }

  private static boolean matches(String pattern, String name) {
    String[] pieces = pattern.split("\\*", -1);
    if (pieces.length == 1) {
      return pattern.equals(name);
    }
    int at = pieces[0].length();
    boolean fits = name.startsWith(pieces[0]);
    for (int i = 1; fits && i < pieces.length - 1; i++) {
      int found = name.indexOf(pieces[i], at);
      fits = found >= 0;
      at = found + pieces[i].length();
    }
    String tail = pieces[pieces.length - 1];
    return fits && name.length() - at >= tail.length() && name.endsWith(tail);
  }
}
