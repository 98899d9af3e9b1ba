package net.intentus.agent;

/**
 * What an operator has decided about an agent's circuit.
 *
 * @param open whether it stays open until somebody closes it
 * @param changedAt milliseconds since 1970 UTC
 * @param revision counts the decisions about this agent
 */
record ManualCircuit(String agent, boolean open, long changedAt, String changedBy, long revision) {}
