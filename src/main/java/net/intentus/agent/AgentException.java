package net.intentus.agent;

import net.intentus.intent.IntentError;

/** Thrown by an {@link Agent} to report a definite error. */
public final class AgentException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient IntentError error;

  public AgentException(IntentError error) {
    super(error.message());
    this.error = error;
  }

  /** The error as the caller will see it. */
  public IntentError error() {
    return error;
  }
}
