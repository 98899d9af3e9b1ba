package net.intentus.routing;

/**
 * An agent that could do the intent.
 *
 * @param position from 0, in total order, counting those that policy filters out
 */
public record Candidate(RoutableAgent agent, int position, Eligibility eligibility) {}
