package net.intentus.observability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.intentus.execution.ExecutionFinished;
import net.intentus.intent.Json;
import net.intentus.intent.Times;

/** One finished execution as one line of JSON. No payload, no message: nothing secret. Pure. */
final class HistoryLine {
  private HistoryLine() {}

  static String of(ExecutionFinished end) {
    Instant completedAt = end.createdAt().plusNanos(end.durationNanos());
    ObjectNode json = Json.object();
    json.put("executionId", end.executionId());
    json.put("status", end.status().wire());
    json.put("intent", end.intent().name());
    json.put("version", end.intent().version());
    json.put("strategy", end.strategy().wire());
    json.put("agent", end.agent());
    json.put("tenant", end.tenant());
    json.put("errorCode", end.errorCode());
    json.put("attempts", end.attempts());
    json.put("createdAt", Times.format(end.createdAt()));
    json.put("completedAt", Times.format(completedAt));
    json.put("durationMs", end.durationNanos() / 1_000_000);
    json.put("traceId", end.traceId());
    json.put("requestId", end.requestId());
    json.put("envelopeHash", end.envelopeHash());
    json.put("journalHead", end.journalHead());
    return new String(Json.bytes(json), StandardCharsets.UTF_8) + "\n";
  }
}
