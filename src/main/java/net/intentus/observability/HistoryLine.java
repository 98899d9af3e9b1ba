package net.intentus.observability;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import net.intentus.execution.ExecutionFinished;
import net.intentus.intent.Times;

/**
 * One finished execution as one line of JSON. No payload, no message: nothing secret. Pure. Written
 * without a tree: there is one for each execution.
 */
final class HistoryLine {
  private static final JsonFactory JSON = new JsonFactory();

  private HistoryLine() {}

  /** The line in UTF-8, with its line feed. */
  static byte[] of(ExecutionFinished end) {
    Instant completedAt = end.createdAt().plusNanos(end.durationNanos());
    try (ByteArrayBuilder out = new ByteArrayBuilder()) {
      try (JsonGenerator json = JSON.createGenerator(out)) {
        json.writeStartObject();
        json.writeStringField("executionId", end.executionId());
        json.writeStringField("status", end.status().wire());
        json.writeStringField("intent", end.intent().name());
        json.writeStringField("version", end.intent().version());
        json.writeStringField("strategy", end.strategy().wire());
        json.writeStringField("agent", end.agent());
        json.writeStringField("tenant", end.tenant());
        json.writeStringField("errorCode", end.errorCode());
        json.writeNumberField("attempts", end.attempts());
        json.writeStringField("createdAt", Times.format(end.createdAt()));
        json.writeStringField("completedAt", Times.format(completedAt));
        json.writeNumberField("durationMs", end.durationNanos() / 1_000_000);
        json.writeStringField("traceId", end.traceId());
        json.writeStringField("requestId", end.requestId());
        json.writeStringField("envelopeHash", end.envelopeHash());
        json.writeStringField("journalHead", end.journalHead());
        json.writeEndObject();
        json.writeRaw('\n');
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes it all", e);
    }
  }
}
