package net.intentus.agent;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import net.intentus.intent.Caller;
import net.intentus.wire.PeerChange;
import net.intentus.wire.Peers;
import org.jspecify.annotations.Nullable;

/** Removes peers that no agent refers to: only this room knows who does. Thread-safe. */
@Singleton
public class PeerRemoval {
  private final Peers peers;
  private final AgentRegistry agents;

  @Inject
  PeerRemoval(Peers peers, AgentRegistry agents) {
    this.peers = peers;
    this.agents = agents;
  }

  /**
   * Removes a peer with all its keys.
   *
   * @param revision the one it must have, or null for any
   */
  public PeerChange remove(String nodeId, @Nullable Long revision, Caller by) {
    return agents.anyUses(endpoint -> nodeId.equals(endpoint.emclKeyRef()))
        ? new PeerChange.Refused("Agents refer to this peer. Change them first.")
        : peers.remove(nodeId, revision, by);
  }
}
