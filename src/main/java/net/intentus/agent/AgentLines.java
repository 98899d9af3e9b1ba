package net.intentus.agent;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.agent.AgentRegistration.Endpoint;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Violations;
import net.intentus.wire.Peer;
import net.intentus.wire.Peers;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys and credentials that agents refer to. A reference that has come to nothing since
 * the agent was registered stops the call: it is never made without. Thread-safe.
 */
@Singleton
class AgentLines implements Line.Lines {
  private static final Logger LOG = Logger.getLogger(AgentLines.class.getName());
  private final Peers peers;
  private final Credentials credentials;

  @Inject
  AgentLines(Peers peers, Credentials credentials) {
    this.peers = peers;
    this.credentials = credentials;
  }

  @Override
  public Line to(AgentRegistration agent) {
    Endpoint endpoint = agent.endpoint();
    if (endpoint.credentialRef() == null && endpoint.emclKeyRef() == null) {
      return Line.PLAIN;
    }
    try {
      return open(agent, endpoint.emclKeyRef(), endpoint.credentialRef());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what an agent refers to could not be read", e);
      return closed(
          ErrorCode.AGENT_UNAVAILABLE, "The agent's key or credential cannot be read now.");
    }
  }

  private Line open(
      AgentRegistration agent, @Nullable String emclKeyRef, @Nullable String credentialRef) {
    Peer peer = null;
    if (emclKeyRef != null) {
      Optional<Peer> found = peers.find(emclKeyRef).filter(known -> known.sending().isPresent());
      if (found.isEmpty() || agent.tenant() != null) {
        return closed(ErrorCode.EMCL_FAILURE, "The agent's EMCL key cannot be used.");
      }
      peer = found.get();
    }
    if (credentialRef == null) {
      return new Line.Open(peer, null);
    }
    Optional<CredentialHeader> header = credentials.header(credentialRef, agent.tenant());
    return header.isEmpty()
        ? closed(ErrorCode.AGENT_UNAVAILABLE, "The agent's credential cannot be used.")
        : new Line.Open(peer, header.get());
  }

  private static Line closed(ErrorCode code, String message) {
    return new Line.Closed(Failures.of(code, message, false));
  }

  /** Notes references that name nothing, or nothing that the agent may use. */
  void check(AgentRegistration agent, Violations violations) {
    String credential = agent.endpoint().credentialRef();
    if (credential != null && !credentials.usable(credential, agent.tenant())) {
      violations.add(
          "/endpoint/credentialRef", "names no credential of the tenant that the agent belongs to");
    }
    String peer = agent.endpoint().emclKeyRef();
    if (peer != null && agent.tenant() != null) {
      violations.add("/endpoint/emclKeyRef", "is for agents without a tenant only");
    } else if (peer != null && peers.find(peer).flatMap(Peer::sending).isEmpty()) {
      violations.add("/endpoint/emclKeyRef", "names no peer that has a key to send with");
    }
  }
}
