package net.intentus.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** One event of the journal, with its place in the hash chain. */
public record EventView(
    int seq, EventType type, Instant at, JsonNode payload, String prevHash, String hash) {}
