package net.intentus.journal;

/**
 * Published on the writer's thread when appends could not be stored although their callers were
 * told that they are accepted: observers must be quick.
 *
 * @param appends how many
 */
public record JournalLost(int appends) {}
