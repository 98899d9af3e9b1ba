package net.intentus.journal;

import java.time.Instant;

/**
 * An event as it is stored.
 *
 * @param at cut to milliseconds
 * @param payload canonical JSON
 * @param hash 32 bytes; the array is never written to
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; wrapping costs on the hot path
record PackedEvent(int seq, EventType type, Instant at, String payload, byte[] hash) {}
