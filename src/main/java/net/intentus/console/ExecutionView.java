package net.intentus.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.intentus.budget.Usage;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.Explanation;
import net.intentus.journal.VerificationState;
import org.jspecify.annotations.Nullable;

/**
 * One execution: its header, why this agent, and the way it went.
 *
 * @param tab which of {@link #tabs()} is open
 * @param facts ids, hashes and times
 * @param error what went wrong, or null
 * @param resolution what is to be decided about it
 * @param record what the scheduled check found
 * @param verified when it did, or null
 * @param keptEnvelope how much of the envelope there is to see
 * @param keptResponse how much of the response there is to see
 */
public record ExecutionView(
    String id,
    String url,
    String tab,
    Mark mark,
    String intent,
    String version,
    String strategy,
    String agent,
    String duration,
    Moment started,
    int redactions,
    List<String> tags,
    String headline,
    List<Candidate> candidates,
    Waterfall waterfall,
    List<Called> calls,
    List<Fact> facts,
    @Nullable Failure error,
    ResolutionView resolution,
    Mark record,
    @Nullable Moment verified,
    KeptNotice keptEnvelope,
    KeptNotice keptResponse) {

  /** One candidate, in the order of the decision. */
  public record Candidate(int position, String agent, Mark mark, String why, String duration) {}

  /** A call of a tool or a model that an agent told of. */
  public record Called(
      int attempt,
      String agent,
      String what,
      String outcome,
      String took,
      String tokens,
      String cost) {}

  private static Called called(ExecutionDetail.Call call) {
    return new Called(
        call.attempt(),
        call.agent(),
        (call.tool() ? "Tool " : "Model ") + (call.name() == null ? "without a name" : call.name()),
        outcome(call),
        call.latencyMs() == null ? "" : Moment.length(call.latencyMs()),
        BudgetRow.number(call.usage().ofOneCall().tokens()),
        BudgetRow.number(call.usage().costMicros()));
  }

  private static String outcome(ExecutionDetail.Call call) {
    String reason = call.reason() == null ? "" : call.reason();
    if (call.ok() == null) {
      return reason;
    }
    String word = call.ok() ? "ok" : "failed";
    return reason.isEmpty() ? word : word + ": " + reason;
  }

  /** A name and a value worth copying. */
  public record Fact(String name, String value, @Nullable String link) {}

  /** What went wrong, and where the runbook for it is. */
  public record Failure(String code, String message, String runbook) {}

  /** A page about this execution. */
  public record Tab(String key, String label, String url) {}

  /** The pages about this execution. */
  public List<Tab> tabs() {
    return List.of(
        new Tab("decision", "Decision", url),
        new Tab("events", "Events", url + "/events"),
        new Tab("envelope", "Envelope", url + "/envelope"),
        new Tab("response", "Response", url + "/response"),
        new Tab("verify", "Verify", url + "/verify"),
        new Tab("hold", "Hold", url + "/hold"));
  }

  static ExecutionView of(
      ExecutionDetail detail, @Nullable VerificationState found, String tab, Instant now) {
    ExecutionSummary summary = detail.summary();
    Explanation explanation = Explanation.of(detail);
    return new ExecutionView(
        summary.executionId(),
        Url.execution(summary.executionId()),
        tab,
        Mark.of(summary.status()),
        summary.intent().name(),
        summary.intent().version(),
        summary.strategy().wire(),
        summary.agent() == null ? "" : summary.agent(),
        summary.durationMs() == null ? "" : Moment.length(summary.durationMs()),
        Moment.of(summary.createdAt(), now),
        summary.redactionCount(),
        summary.tags(),
        explanation.headline(),
        candidates(detail, explanation),
        Waterfall.of(detail, now),
        detail.calls().stream().map(ExecutionView::called).toList(),
        facts(detail),
        failure(detail),
        ResolutionView.of(detail, now),
        Mark.of(found),
        found == null ? null : Moment.of(found.verifiedAt(), now),
        new KeptNotice("envelope", detail.keptEnvelope()),
        new KeptNotice("response", detail.keptResponse()));
  }

  private static List<Candidate> candidates(ExecutionDetail detail, Explanation explanation) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < detail.candidates().size(); i++) {
      ExecutionDetail.Candidate candidate = detail.candidates().get(i);
      candidates.add(
          new Candidate(
              candidate.position() + 1,
              candidate.agent(),
              Mark.ofOutcome(candidate.outcome()),
              explanation.lines().get(i).why(),
              candidate.durationMs() == null ? "" : Moment.length(candidate.durationMs())));
    }
    return candidates;
  }

  private static List<Fact> facts(ExecutionDetail detail) {
    ExecutionSummary summary = detail.summary();
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Execution", summary.executionId(), null));
    facts.add(fact("Trace", summary.traceId(), "traceId"));
    facts.add(fact("Request", summary.requestId(), "requestId"));
    facts.add(new Fact("Tenant", summary.tenant(), null));
    facts.add(new Fact("Submitted by", summary.subject(), null));
    if (!detail.usage().equals(Usage.NONE)) {
      add(facts, "Used", used(detail.usage()));
    }
    add(facts, "Envelope hash", summary.envelopeHash());
    add(facts, "Response hash", summary.responseHash());
    add(facts, "Fingerprint", summary.fingerprint());
    add(facts, "Journal head", summary.journalHead());
    add(facts, "Routing table", summary.routingTableHash());
    add(facts, "Envelope kept", new KeptNotice("envelope", detail.keptEnvelope()).fact());
    add(facts, "Response kept", new KeptNotice("response", detail.keptResponse()).fact());
    return facts;
  }

  private static String used(Usage usage) {
    return BudgetRow.number(usage.inputTokens())
        + " + "
        + BudgetRow.number(usage.outputTokens())
        + " tokens, "
        + BudgetRow.number(usage.costMicros())
        + " micro-units"
        + (usage.model() == null ? "" : ", " + usage.model());
  }

  private static Fact fact(String name, String value, String filter) {
    return new Fact(name, value, Url.of(ExecutionQuery.PATH, java.util.Map.of(filter, value)));
  }

  private static void add(List<Fact> facts, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      facts.add(new Fact(name, value, null));
    }
  }

  private static @Nullable Failure failure(ExecutionDetail detail) {
    if (detail.error() == null) {
      return null;
    }
    String code = detail.error().path("code").asText("INTERNAL_ERROR");
    return new Failure(code, detail.error().path("message").asText(""), Url.runbook(code));
  }
}
