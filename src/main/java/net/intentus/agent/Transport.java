package net.intentus.agent;

/** Carries one call to an agent and its answer back. Never throws. Thread-safe. */
interface Transport {
  AgentOutcome call(AgentRegistration agent, AgentCall call, Cancellation cancellation);
}
