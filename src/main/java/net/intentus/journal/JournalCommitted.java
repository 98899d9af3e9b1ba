package net.intentus.journal;

/**
 * Published by the journal's writer after each group commit, on its thread: observers must be
 * quick.
 *
 * @param appends how many appends the commit carried
 * @param nanos how long it took
 */
public record JournalCommitted(int appends, long nanos) {}
