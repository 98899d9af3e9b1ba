package net.intentus.agent;

import java.util.Set;
import net.intentus.wire.Peer;
import org.jspecify.annotations.Nullable;

/** What a call to an agent needs besides its address. */
sealed interface Line {
  /** Nothing. */
  Line PLAIN = new Open(null, null);

  /**
   * The agent can be called.
   *
   * @param peer whom frames are sealed for; null when they stay readable
   * @param credential what the agent wants to see; null for nothing
   */
  record Open(@Nullable Peer peer, @Nullable CredentialHeader credential) implements Line {
    Set<String> secrets() {
      return credential == null ? Set.of() : credential.secrets();
    }
  }

  /** It cannot; nothing was sent. */
  record Closed(AgentOutcome.Failed failure) implements Line {}

  /** Finds the line to an agent. Never throws. */
  @FunctionalInterface
  interface Lines {
    Line to(AgentRegistration agent);
  }
}
