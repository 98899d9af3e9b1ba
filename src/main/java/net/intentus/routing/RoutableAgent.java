package net.intentus.routing;

import java.util.List;
import java.util.Objects;
import net.intentus.intent.SideEffect;
import org.jspecify.annotations.Nullable;

/**
 * What routing knows of an agent.
 *
 * @param nodeId the node it lives on, or null when it is local
 * @param nodePriority lower comes first
 * @param tenant the only tenant it serves, or null for all
 */
public record RoutableAgent(
    String name,
    @Nullable String nodeId,
    int nodePriority,
    @Nullable String tenant,
    SideEffect sideEffect,
    List<IntentPattern> capabilities) {
  public RoutableAgent {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(sideEffect, "sideEffect");
    capabilities = List.copyOf(capabilities);
  }

  /** Whether the agent lives on no node. It has nothing to do with its transport. */
  public boolean local() {
    return nodeId == null;
  }
}
