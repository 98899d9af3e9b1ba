package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import net.intentus.agent.CircuitReading;
import net.intentus.intent.Json;
import net.intentus.intent.Times;

/** Writes circuits in the shape of the contract. */
final class CircuitDocuments {
  private CircuitDocuments() {}

  /** {@code {state, forced, retryAfterMs, changedBy, changedAt}}. */
  static ObjectNode toJson(CircuitReading circuit) {
    Instant changedAt = circuit.changedAt();
    ObjectNode json = Json.object();
    json.put("state", circuit.state().wire());
    json.put("forced", circuit.forced());
    json.put("retryAfterMs", circuit.retryAfterMs());
    json.put("changedBy", circuit.changedBy());
    json.put("changedAt", changedAt == null ? null : Times.format(changedAt));
    return json;
  }
}
