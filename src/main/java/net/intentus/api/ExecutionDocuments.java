package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.EventView;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.Explanation;
import net.intentus.journal.VerificationState;
import net.intentus.journal.VerifyReport;
import org.jspecify.annotations.Nullable;

/** What the journal knows, as the contract's documents. */
final class ExecutionDocuments {
  private ExecutionDocuments() {}

  static ObjectNode summary(ExecutionSummary execution) {
    ObjectNode json = Json.object();
    json.put("executionId", execution.executionId());
    json.put("status", execution.status().wire());
    ObjectNode intent = json.putObject("intent");
    intent.put("name", execution.intent().name());
    intent.put("version", execution.intent().version());
    json.put("strategy", execution.strategy().wire());
    json.put("agent", execution.agent());
    json.put("tenant", execution.tenant());
    json.put("subject", execution.subject());
    json.put("createdAt", Times.format(execution.createdAt()));
    json.put("startedAt", time(execution.startedAt()));
    json.put("completedAt", time(execution.completedAt()));
    json.put("durationMs", execution.durationMs());
    json.put("attempts", execution.attempts());
    json.put("traceId", execution.traceId());
    json.put("requestId", execution.requestId());
    ArrayNode tags = json.putArray("tags");
    execution.tags().forEach(tags::add);
    json.put("envelopeHash", execution.envelopeHash());
    json.put("responseHash", execution.responseHash());
    json.put("fingerprint", execution.fingerprint());
    json.put("journalHead", execution.journalHead());
    json.put("routingTableHash", execution.routingTableHash());
    json.put("errorCode", execution.errorCode());
    json.put("redactionCount", execution.redactionCount());
    return json;
  }

  static ObjectNode detail(ExecutionDetail detail) {
    ObjectNode json = summary(detail.summary());
    ArrayNode candidates = json.putArray("candidates");
    for (ExecutionDetail.Candidate candidate : detail.candidates()) {
      ObjectNode row = candidates.addObject();
      row.put("agent", candidate.agent());
      row.put("position", candidate.position());
      row.put("outcome", candidate.outcome());
      row.put("reason", candidate.reason());
      row.put("durationMs", candidate.durationMs());
    }
    json.set("error", detail.error() == null ? json.nullNode() : detail.error());
    json.set("usage", detail.usage().toJson());
    json.set("verdict", verdict(detail.verdict()));
    ObjectNode kept = json.putObject("kept");
    kept.put("envelope", detail.keptEnvelope().wire());
    kept.put("response", detail.keptResponse() == null ? null : detail.keptResponse().wire());
    return json;
  }

  private static @Nullable ObjectNode verdict(ExecutionDetail.@Nullable Verdict given) {
    if (given == null) {
      return null;
    }
    ObjectNode json = Json.object();
    json.put("outcome", given.outcome());
    json.put("reason", given.reason());
    json.put("by", given.by());
    json.put("at", Times.format(given.at()));
    return json;
  }

  static ObjectNode event(EventView event) {
    ObjectNode row = Json.object();
    row.put("seq", event.seq());
    row.put("type", event.type().name());
    row.put("at", Times.format(event.at()));
    row.set("payload", event.payload());
    row.put("prevHash", event.prevHash());
    row.put("hash", event.hash());
    return row;
  }

  static ObjectNode span(ExecutionSummary execution, ExecutionDetail.Attempt attempt) {
    ObjectNode row = Json.object();
    row.put("spanId", attempt.spanId());
    row.putNull("parentSpanId");
    row.put("agent", attempt.agent());
    row.put("intent", execution.intent().name());
    row.put("status", attempt.status());
    row.put("startedAt", Times.format(attempt.startedAt()));
    row.put("latencyMs", attempt.durationMs());
    if (attempt.errorCode() == null) {
      row.putNull("error");
    } else {
      ObjectNode error = row.putObject("error");
      error.put("code", attempt.errorCode());
      error.put("message", attempt.errorMessage());
    }
    return row;
  }

  static ObjectNode report(VerifyReport report) {
    ObjectNode json = Json.object();
    json.put("valid", report.valid());
    ArrayNode checks = json.putArray("checks");
    for (VerifyReport.Check check : report.checks()) {
      ObjectNode row = checks.addObject();
      row.put("name", check.name());
      row.put("result", check.result().name().toLowerCase(Locale.ROOT));
      row.put("seq", check.seq());
      row.put("detail", check.detail());
    }
    return json;
  }

  /** What the last sweep found; {@code unchecked} when it has not come to the record yet. */
  static ObjectNode verification(@Nullable VerificationState state) {
    ObjectNode json = Json.object();
    json.put("state", state == null ? "unchecked" : state.state().wire());
    json.put("verifiedAt", state == null ? null : Times.format(state.verifiedAt()));
    json.put("failedCheck", state == null ? null : state.failedCheck());
    json.put("failedSeq", state == null ? null : state.failedSeq());
    return json;
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : Times.format(time);
  }

  static ObjectNode explanation(ExecutionDetail detail) {
    Explanation explanation = Explanation.of(detail);
    ObjectNode json = Json.object();
    json.put("executionId", detail.summary().executionId());
    json.put("agent", detail.summary().agent());
    json.put("strategy", detail.summary().strategy().wire());
    json.put("headline", explanation.headline());
    json.put("routingTableHash", detail.summary().routingTableHash());
    ArrayNode rows = json.putArray("candidates");
    for (Explanation.Line line : explanation.lines()) {
      ObjectNode row = rows.addObject();
      row.put("agent", line.agent());
      row.put("position", line.position());
      row.put("outcome", line.outcome());
      row.put("why", line.why());
    }
    if (!detail.rates().isEmpty()) {
      ArrayNode rates = json.putArray("rateLimits");
      detail.rates().forEach(rate -> rates.add(rate(rate)));
    }
    return json;
  }

  private static ObjectNode rate(ExecutionDetail.Rate rate) {
    ObjectNode json = Json.object();
    json.put("agent", rate.agent()).put("ruleId", rate.ruleId()).put("key", rate.key());
    return json.put("limit", rate.limit()).put("used", rate.used());
  }
}
