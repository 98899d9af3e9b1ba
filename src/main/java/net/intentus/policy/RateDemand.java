package net.intentus.policy;

/**
 * A limit that a rule sets for a candidate.
 *
 * @param key what calls are counted under: the template filled in, or the rule's id
 * @param limit calls in a minute
 */
public record RateDemand(String ruleId, String key, int limit) {}
