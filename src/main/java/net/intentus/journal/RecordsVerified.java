package net.intentus.journal;

/**
 * Published by the sweep for each batch of records it has checked.
 *
 * @param mismatched how many did not hold
 */
public record RecordsVerified(int ok, int mismatched) {}
