package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import net.intentus.intent.IntentEnvelope;

/**
 * An agent inside this application. Every CDI bean of this type is registered at start under the
 * name its descriptor gives.
 *
 * <p>Implementations are called by many threads at once. A call is interrupted when its time is up
 * or it is cancelled.
 */
public interface Agent {

  /** What to register; the same at every call. */
  AgentDescriptor descriptor();

  /**
   * Whether this installation wants the agent at all. Asked once, at start; one that says no is not
   * registered.
   */
  default boolean enabled() {
    return true;
  }

  /**
   * Does the work.
   *
   * @param envelope a private copy: changing its payload changes nothing elsewhere
   * @return the answer's payload
   * @throws AgentException to report an error of one's own choosing; anything else that is thrown
   *     counts as {@code INTERNAL_AGENT_ERROR}
   */
  JsonNode handle(IntentEnvelope envelope) throws Exception;
}
