package net.intentus.journal;

/**
 * What is to be kept of the documents of one execution.
 *
 * @param digest whether only hashes are
 * @param maxPayloadBytes of the canonical text; a larger payload is truncated
 */
record Keeping(boolean digest, int maxPayloadBytes) {}
