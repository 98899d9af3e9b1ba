package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;

/**
 * What one try of one call came to. Each says how many milliseconds it waited for a place before
 * anything was sent.
 */
public sealed interface AgentOutcome {

  /**
   * The agent did it.
   *
   * @param payload its answer
   * @param metadata what it says about its work (usage, calls), or null
   */
  record Succeeded(JsonNode payload, @Nullable ObjectNode metadata, long waitedMs)
      implements AgentOutcome {
    /** Without a wait. */
    public Succeeded(JsonNode payload, @Nullable ObjectNode metadata) {
      this(payload, metadata, 0);
    }
  }

  /**
   * The agent answered properly, with an error. Definite: it knows that it did not do it.
   *
   * @param metadata what it says about its work all the same, or null
   */
  record Reported(IntentError error, @Nullable ObjectNode metadata, long waitedMs)
      implements AgentOutcome {
    /** Without a wait. */
    public Reported(IntentError error, @Nullable ObjectNode metadata) {
      this(error, metadata, 0);
    }

    /** Without a word about its work. */
    public Reported(IntentError error) {
      this(error, null);
    }
  }

  /**
   * There is no valid answer.
   *
   * @param sent whether the agent may have begun to work on it
   */
  record Failed(IntentError error, boolean sent, long waitedMs) implements AgentOutcome {
    /** Without a wait. */
    public Failed(IntentError error, boolean sent) {
      this(error, sent, 0);
    }
  }

  /** How long it waited for a place. */
  long waitedMs();

  /** The same after a wait of that many milliseconds. */
  default AgentOutcome after(long waitMs) {
    if (waitMs == waitedMs()) {
      return this;
    }
    if (this instanceof Succeeded done) {
      return new Succeeded(done.payload(), done.metadata(), waitMs);
    }
    return this instanceof Reported reported
        ? new Reported(reported.error(), reported.metadata(), waitMs)
        : new Failed(((Failed) this).error(), ((Failed) this).sent(), waitMs);
  }

  /** What the agent says about its work; null when it says nothing. */
  default @Nullable ObjectNode told() {
    if (this instanceof Succeeded done) {
      return done.metadata();
    }
    return this instanceof Reported reported ? reported.metadata() : null;
  }

  /** Whether the agent may have begun to work on it. */
  default boolean reached() {
    return !(this instanceof Failed failed) || failed.sent();
  }
}
