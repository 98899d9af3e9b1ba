package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.intentus.budget.Usage;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.journal.EventType;
import net.intentus.journal.ExecutionLog;
import org.jspecify.annotations.Nullable;

/** Writes down the attempts of one run. For the thread that walks the plan. */
final class AttemptLog {
  private final RunRequest request;
  private final Clock clock;
  private final Event<AttemptFinished> spans;
  private final List<AttemptRecord> finished = new ArrayList<>(2);
  private final List<AttemptRecord> skipped = new ArrayList<>(0);
  private Map<String, Integer> retried = Map.of();
  private boolean resumed;
  private int count;
  private @Nullable Instant startedAt;

  AttemptLog(RunRequest request, Clock clock, Event<AttemptFinished> spans) {
    this.request = request;
    this.clock = clock;
    this.spans = spans;
  }

  /** Goes on after the attempts of an earlier run. */
  AttemptLog(RunRequest request, Clock clock, Event<AttemptFinished> spans, RecordedRun past) {
    this(request, clock, spans);
    past.ended().forEach(turn -> (turn.called() ? finished : skipped).add(turn));
    count = past.last();
    retried = past.retried();
    resumed = true;
    startedAt = past.startedAt();
  }

  /** An attempt that has begun. */
  record Begun(int index, String agent, String spanId, Instant at, long nanos) {}

  Begun begin(String agent) {
    Instant now = clock.instant();
    if (startedAt == null) {
      startedAt = now;
    }
    int index = ++count;
    Begun begun = new Begun(index, agent, spanId(index), now, System.nanoTime());
    ExecutionLog log = request.log();
    if (log != null) {
      ObjectNode json = Json.object();
      json.put("agent", agent);
      json.put("attempt", index);
      json.put("inputHash", request.inputHash());
      json.put("spanId", begun.spanId());
      log.add(EventType.AGENT_ATTEMPT_START, now, json);
    }
    return begun;
  }

  /**
   * Ends an attempt.
   *
   * @param retryInMs when the call will be made again; empty when it will not
   * @param spent what it used; null when there is nothing to tell
   * @param waitedMs how long it waited for a place before it was sent
   */
  void end(
      Begun begun,
      String outcome,
      @Nullable JsonNode payload,
      @Nullable IntentError error,
      OptionalLong retryInMs,
      @Nullable Spent spent,
      long waitedMs) {
    long nanos = System.nanoTime() - begun.nanos();
    ExecutionLog log = request.log();
    IntentError redacted = error == null ? null : request.privacy().redact(error);
    String outputHash =
        log == null || payload == null ? null : Hashes.of(request.privacy().redact(payload));
    if (log != null) {
      ObjectNode json = ended(begun, outcome, nanos, redacted, outputHash);
      if (retryInMs.isPresent()) {
        json.put("retryInMs", retryInMs.getAsLong());
      }
      if (spent != null) {
        json.set("usage", spent.recorded());
      }
      if (waitedMs > 0) {
        json.put("waitedMs", waitedMs);
      }
      log.add(EventType.AGENT_ATTEMPT_END, clock.instant(), json);
    }
    finished.add(
        new AttemptRecord(
            begun.index(), begun.agent(), outcome, nanos / 1_000_000, payload, error, outputHash));
    spans.fire(
        new AttemptFinished(
            log == null ? null : request.id(),
            request.envelope().metadata().traceId(),
            request.envelope().metadata().requestId(),
            begun.spanId(),
            null,
            begun.agent(),
            request.envelope().intent(),
            outcome,
            begun.at(),
            nanos,
            redacted == null ? null : redacted.code().name(),
            redacted == null ? null : redacted.message()));
  }

  private static ObjectNode ended(
      Begun begun,
      String outcome,
      long nanos,
      @Nullable IntentError redacted,
      @Nullable String outputHash) {
    ObjectNode json = Json.object();
    json.put("agent", begun.agent());
    json.put("attempt", begun.index());
    json.put("durationMs", nanos / 1_000_000);
    json.set("error", redacted == null ? json.nullNode() : redacted.toJson());
    json.put("outcome", outcome);
    return json.put("outputHash", outputHash);
  }

  /** Ends an attempt of an earlier run, of whose outcome nothing is recorded. */
  void lost(
      RecordedRun.OpenAttempt attempt, String outcome, IntentError error, @Nullable Usage usage) {
    ExecutionLog log = request.log();
    if (log != null) {
      ObjectNode json = Json.object();
      json.put("attempt", attempt.index());
      json.put("agent", attempt.agent());
      json.put("outcome", outcome);
      json.putNull("durationMs");
      json.set("error", error.toJson());
      json.putNull("outputHash");
      json.put("interrupted", true);
      if (usage != null) {
        json.set("usage", usage.toJson());
      }
      log.add(EventType.AGENT_ATTEMPT_END, clock.instant(), json);
    }
    finished.add(
        new AttemptRecord(attempt.index(), attempt.agent(), outcome, 0, null, error, null));
    spans.fire(
        new AttemptFinished(
            request.id(),
            request.envelope().metadata().traceId(),
            request.envelope().metadata().requestId(),
            attempt.spanId(),
            null,
            attempt.agent(),
            request.envelope().intent(),
            outcome,
            attempt.at(),
            0,
            error.code().name(),
            error.message()));
  }

  /** An agent whose turn it was is not called. */
  void skipped(String agent, IntentError why) {
    ExecutionLog log = request.log();
    if (log != null) {
      ObjectNode json = Json.object();
      json.put("agent", agent);
      json.set("error", why.toJson());
      log.add(EventType.AGENT_SKIPPED, clock.instant(), json);
    }
    skipped.add(AttemptRecord.skipped(agent, why));
  }

  /** Whether it goes on after an earlier run. */
  boolean resumed() {
    return resumed;
  }

  /** How many retries of an agent an earlier run has used up. */
  int retried(String agent) {
    return retried.getOrDefault(agent, 0);
  }

  List<AttemptRecord> skipped() {
    return List.copyOf(skipped);
  }

  void fellBack(String from, String to, IntentError reason) {
    ExecutionLog log = request.log();
    if (log != null) {
      ObjectNode json = Json.object();
      json.put("from", from);
      json.put("to", to);
      json.put("reason", reason.code().name());
      log.add(EventType.FALLBACK_TRIGGERED, clock.instant(), json);
    }
  }

  List<AttemptRecord> finished() {
    return finished.stream().sorted(Comparator.comparingInt(AttemptRecord::index)).toList();
  }

  Instant startedAt() {
    Instant began = startedAt;
    return began == null ? clock.instant() : began;
  }

  /** Over the attempts in launch order, their outcomes, and what went in and came out. */
  String fingerprint() {
    ArrayNode rows = Json.object().arrayNode();
    for (AttemptRecord attempt : finished()) {
      ObjectNode row = rows.addObject();
      IntentError error = attempt.error();
      row.put("agent", attempt.agent());
      row.put("errorCode", error == null ? null : error.code().name());
      row.put("inputHash", request.inputHash());
      row.put("outcome", attempt.outcome());
      row.put("outputHash", attempt.outputHash());
    }
    return Hashes.of(rows);
  }

  private String spanId(int index) {
    byte[] digest = Hashes.sha256((request.id() + "/" + index).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
