package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import net.intentus.intent.SideEffect;
import net.intentus.routing.IntentPattern;
import net.intentus.routing.RoutableAgent;
import org.jspecify.annotations.Nullable;

/**
 * An agent as registered. Immutable; validated where it is read from JSON.
 *
 * @param nodeId the node it lives on, or null
 * @param guard how its calls are guarded; null when nothing is asked for
 * @param managed whether it is a CDI bean of this application: it can be tuned and disabled, not
 *     deleted
 * @param revision counts its changes; the ETag
 */
public record AgentRegistration(
    String name,
    String version,
    @Nullable String nodeId,
    int nodePriority,
    boolean enabled,
    String agentId,
    @Nullable String tenant,
    List<Capability> capabilities,
    Endpoint endpoint,
    RuntimeInfo runtime,
    SideEffect sideEffect,
    Map<String, String> labels,
    @Nullable GuardSettings guard,
    boolean managed,
    long revision,
    Cost cost) {

  public AgentRegistration {
    capabilities = List.copyOf(capabilities);
    labels = Map.copyOf(labels);
  }

  /**
   * What it costs to call it.
   *
   * @param perCallMicros in micro-units of the configured currency, on top of what it reports
   * @param economy whether it is of the tier that comes first when a budget runs low
   */
  public record Cost(long perCallMicros, boolean economy) {
    /** Nothing, standard tier. */
    public static final Cost NONE = new Cost(0, false);

    /** The word for the tier. */
    public String tier() {
      return economy ? "economy" : "standard";
    }
  }

  /** One thing the agent can do; the schemas are JSON Schema 2020-12, null when absent. */
  public record Capability(
      IntentPattern intent, @Nullable ObjectNode inputSchema, @Nullable ObjectNode outputSchema) {}

  /**
   * How it is reached.
   *
   * @param credentialRef the credential that it wants to see; null for none
   * @param emclKeyRef the peer whose key frames are sealed with; null when they stay readable
   */
  public record Endpoint(
      EndpointType type,
      @Nullable String address,
      @Nullable String credentialRef,
      @Nullable String emclKeyRef) {

    /** An endpoint that needs neither credential nor key. */
    public Endpoint(EndpointType type, @Nullable String address) {
      this(type, address, null, null);
    }
  }

  /** The transports of this version. */
  public enum EndpointType {
    LOCAL,
    HTTP
  }

  /** What it says of itself, for people. */
  public record RuntimeInfo(
      @Nullable String language, @Nullable String environment, @Nullable String scaling) {}

  /** The same registration as the registry keeps it. */
  AgentRegistration managed(boolean inside, long atRevision) {
    return kept(enabled, inside, atRevision);
  }

  /** The same registration, enabled or not. */
  AgentRegistration enabled(boolean on) {
    return kept(on, managed, revision);
  }

  private AgentRegistration kept(boolean on, boolean inside, long atRevision) {
    return new AgentRegistration(
        name,
        version,
        nodeId,
        nodePriority,
        on,
        agentId,
        tenant,
        capabilities,
        endpoint,
        runtime,
        sideEffect,
        labels,
        guard,
        inside,
        atRevision,
        cost);
  }

  /** What routing knows of it. */
  public RoutableAgent routable() {
    return new RoutableAgent(
        name,
        nodeId,
        nodePriority,
        tenant,
        sideEffect,
        capabilities.stream().map(Capability::intent).toList());
  }
}
