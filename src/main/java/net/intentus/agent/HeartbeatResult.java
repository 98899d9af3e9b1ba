package net.intentus.agent;

/** What a heartbeat came to. */
public sealed interface HeartbeatResult {

  /** It was written down. */
  record Noted(AgentHealth health) implements HeartbeatResult {}

  /** There is no such agent for this caller. */
  record NotFound() implements HeartbeatResult {}

  /** The caller is not named for this agent. */
  record NotAllowed() implements HeartbeatResult {}
}
