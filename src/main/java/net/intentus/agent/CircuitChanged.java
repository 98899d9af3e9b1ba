package net.intentus.agent;

/** Published when the circuit of an agent has moved on this instance. */
public record CircuitChanged(String agent, CircuitReading.State to) {}
