package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** What became of the references to secrets in one call. */
sealed interface SecretUse {

  /**
   * They are resolved.
   *
   * @param payload for the agent, and for nobody else
   * @param mask takes the values out of what came back
   */
  record Granted(ObjectNode payload, UnaryOperator<AgentOutcome> mask) implements SecretUse {
    @Override
    public String toString() {
      return "Granted";
    }
  }

  /** The agent is not called. */
  record Refused(AgentOutcome.Failed failure) implements SecretUse {}

  /** Resolves references. Never throws. */
  @FunctionalInterface
  interface Resolver {
    SecretUse resolve(AgentRegistration agent, AgentCall call);
  }
}
