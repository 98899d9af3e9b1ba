package net.intentus.routing;

/**
 * What the operator allows.
 *
 * @param requireDeterminism whether PARALLEL is refused
 * @param maxFanout how many agents one PARALLEL may call
 */
public record RouterLimits(boolean requireDeterminism, int maxFanout) {}
