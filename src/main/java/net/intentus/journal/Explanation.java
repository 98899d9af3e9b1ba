package net.intentus.journal;

import java.util.List;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionDetail.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Why this agent, in plain language; says nothing that is not in the record.
 *
 * @param headline one sentence for the whole decision
 * @param lines one per candidate, in order
 */
public record Explanation(String headline, List<Line> lines) {
  public Explanation {
    lines = List.copyOf(lines);
  }

  /** What became of one candidate, and why. */
  public record Line(String agent, int position, String outcome, String why) {}

  /** Explains what is recorded of an execution. Pure. */
  public static Explanation of(ExecutionDetail detail) {
    return new Explanation(
        headline(detail),
        detail.candidates().stream()
            .map(c -> new Line(c.agent(), c.position(), c.outcome(), why(detail, c)))
            .toList());
  }

  private static String headline(ExecutionDetail detail) {
    ExecutionSummary summary = detail.summary();
    if (detail.candidates().isEmpty()) {
      return withoutCandidates(summary);
    }
    long called = detail.candidates().stream().filter(Explanation::called).count();
    if (called == 0) {
      return uncalled(detail);
    }
    if (detail.verdict() != null && !detail.verdict().outcome().equals("rerun")) {
      return stoppedAt(detail)
          + " was sent the request and gave no valid answer. "
          + detail.verdict().by()
          + (detail.verdict().outcome().equals("succeeded")
              ? " found that its work was done."
              : " found that its work was not done.");
    }
    return switch (summary.status()) {
      case SUCCEEDED -> success(detail, called);
      case FAILED -> failure(detail, called);
      case UNKNOWN ->
          stoppedAt(detail)
              + " was sent the request and gave no valid answer. Its work may or may not be done,"
              + " so no other agent was tried.";
      case CANCELLED -> "The execution was cancelled after " + count(called) + " had been called.";
      case WAITING_APPROVAL -> "The execution waits for an approval.";
      case QUEUED, RUNNING -> "Still open: " + count(called) + " called so far.";
    };
  }

  private static String withoutCandidates(ExecutionSummary summary) {
    if (!summary.status().terminal()) {
      return "No decision is recorded yet.";
    }
    if (ErrorCode.CAPABILITY_NOT_FOUND.name().equals(summary.errorCode())) {
      return "No enabled agent has a capability for " + summary.intent() + ", so none was called.";
    }
    return "No agent was called" + because(summary.errorCode()) + ".";
  }

  private static String uncalled(ExecutionDetail detail) {
    ExecutionSummary summary = detail.summary();
    if (!summary.status().terminal()) {
      return "No agent has been called yet.";
    }
    if (detail.candidates().stream().allMatch(c -> c.outcome().equals("filtered"))) {
      return count(detail.candidates().size())
          + " could do "
          + summary.intent()
          + ", and every one was filtered out, so none was called.";
    }
    if (routedAround(detail)) {
      return "The request’s own routing names only agents that were filtered out, so none was called.";
    }
    return "No agent was called" + because(summary.errorCode()) + ".";
  }

  /** Whether agents were left, but the request wanted others, which were filtered out. */
  private static boolean routedAround(ExecutionDetail detail) {
    return ErrorCode.POLICY_DENIED.name().equals(detail.summary().errorCode())
        && detail.candidates().stream().anyMatch(c -> c.outcome().equals("not_reached"));
  }

  private static String success(ExecutionDetail detail, long called) {
    ExecutionSummary summary = detail.summary();
    String agent = summary.agent() == null ? "An agent" : summary.agent();
    return switch (summary.strategy()) {
      case DIRECT -> agent + directChoice(detail) + " and succeeded.";
      case FALLBACK ->
          called == 1
              ? agent
                  + directChoice(detail)
                  + " and succeeded"
                  + (anySkipped(detail) ? "." : ", so no fallback was needed.")
              : agent
                  + " succeeded after "
                  + failures(detail)
                  + ": fallback tries agents in order until one succeeds.";
      case BROADCAST ->
          "Broadcast called " + count(called) + " in order; the last success is " + agent + "’s.";
      case PARALLEL ->
          "Parallel called " + count(called) + " at once; " + agent + " succeeded first.";
    };
  }

  private static String directChoice(ExecutionDetail detail) {
    Candidate first = detail.candidates().get(0);
    if (called(first)) {
      return detail.candidates().size() == 1
          ? " was the only candidate"
          : " came first of " + detail.candidates().size() + " candidates";
    }
    List<Candidate> before = detail.candidates().stream().takeWhile(c -> !called(c)).toList();
    if (before.stream().anyMatch(c -> c.outcome().equals("skipped"))) {
      return " was the first candidate that could be called";
    }
    return before.stream().allMatch(c -> c.outcome().equals("filtered"))
        ? " was the first candidate left after filtering"
        : " was put first by the request’s own routing";
  }

  private static String failure(ExecutionDetail detail, long called) {
    ExecutionSummary summary = detail.summary();
    String code = summary.errorCode() == null ? "" : " (" + summary.errorCode() + ")";
    if (summary.strategy() == Strategy.DIRECT) {
      return firstCalled(detail) + " failed" + code + "; direct tries no other agent.";
    }
    if (called == 1) {
      return anySkipped(detail)
          ? firstCalled(detail) + " failed, and no other agent could be called" + code + "."
          : firstCalled(detail) + " was the only agent called and failed" + code + ".";
    }
    String last = summary.strategy() == Strategy.PARALLEL ? "the last to end" : "the last error";
    return "All " + called + " agents called failed; " + last + " is the result" + code + ".";
  }

  private static String why(ExecutionDetail detail, Candidate candidate) {
    String after = candidate.durationMs() == null ? "" : " after " + candidate.durationMs() + " ms";
    return switch (outcome(detail, candidate)) {
      case "succeeded" ->
          "Called; answered"
              + after
              + (candidate.agent().equals(detail.summary().agent())
                  ? ". Its answer is the result."
                  : ". Another agent’s answer is the result.");
      case "failed" ->
          ErrorCode.BUDGET_EXCEEDED.name().equals(candidate.reason())
              ? "Not used" + because(candidate.reason()) + "."
              : "Called; failed" + after + because(candidate.reason()) + ".";
      case "ambiguous" ->
          "Called; gave no valid answer"
              + after
              + because(candidate.reason())
              + ". Nobody knows whether its work was done.";
      case "running" -> "Called; no answer yet.";
      case "filtered" -> "Not called: " + filter(detail, candidate) + ".";
      case "skipped" ->
          ErrorCode.AGENT_TIMEOUT.name().equals(candidate.reason())
              ? "Skipped: the deadline of the execution had passed."
              : "Skipped" + because(candidate.reason()) + ".";
      case "not_reached" -> "Not reached: " + notReached(detail) + ".";
      case "cancelled" ->
          "Called; cancelled" + after + (won(detail) ? ": another agent succeeded first." : ".");
      default -> candidate.outcome() + because(candidate.reason()) + ".";
    };
  }

  private static String filter(ExecutionDetail detail, Candidate candidate) {
    return detail.rates().stream()
        .filter(rate -> rate.agent().equals(candidate.agent()))
        .filter(rate -> ErrorCode.RATE_LIMIT.name().equals(candidate.reason()))
        .findFirst()
        .map(
            rate ->
                "RATE_LIMIT, policy rule “%s” lets %d calls a minute through under “%s”, and %d had been counted"
                    .formatted(rate.ruleId(), rate.limit(), rate.key(), rate.used()))
        .orElseGet(() -> filter(candidate.reason()));
  }

  private static String filter(@Nullable String reason) {
    if (reason == null) {
      return "policy does not allow it";
    }
    if (reason.equals("policy default")) {
      return "no policy rule allows it";
    }
    return ErrorCode.find(reason).isPresent()
        ? reason + ", " + ErrorMeaning.of(reason)
        : "policy rule “" + reason + "” does not allow it";
  }

  /** An attempt without a valid or without any answer yet is more than a failed candidate. */
  private static String outcome(ExecutionDetail detail, Candidate candidate) {
    return detail.attempts().stream()
        .filter(a -> a.agent().equals(candidate.agent()))
        .map(ExecutionDetail.Attempt::status)
        .reduce((earlier, later) -> later)
        .filter(status -> status.equals("ambiguous") || status.equals("running"))
        .orElse(candidate.outcome());
  }

  private static String notReached(ExecutionDetail detail) {
    ExecutionSummary summary = detail.summary();
    if (summary.status() == ExecutionStatus.UNKNOWN) {
      return "the plan stopped at " + stoppedAt(detail) + ", whose outcome is unknown";
    }
    if (routedAround(detail)) {
      return "the request’s own routing names other agents";
    }
    if (summary.strategy() == Strategy.DIRECT) {
      return "direct calls one agent only";
    }
    if (won(detail)) {
      return summary.agent() + " had already succeeded";
    }
    if (summary.status() == ExecutionStatus.FAILED && calledAny(detail)) {
      return "the request’s own routing names other agents";
    }
    return summary.status().terminal() ? "the plan ended before it" : "its turn has not come";
  }

  private static boolean calledAny(ExecutionDetail detail) {
    return detail.candidates().stream().anyMatch(Explanation::called);
  }

  private static boolean won(ExecutionDetail detail) {
    return detail.summary().status() == ExecutionStatus.SUCCEEDED;
  }

  private static String failures(ExecutionDetail detail) {
    List<String> failed =
        detail.candidates().stream()
            .filter(c -> c.outcome().equals("failed"))
            .map(c -> c.agent() + " failed" + (c.reason() == null ? "" : " (" + c.reason() + ")"))
            .toList();
    return failed.size() == 1 ? failed.get(0) : failed.size() + " agents failed";
  }

  private static String stoppedAt(ExecutionDetail detail) {
    return detail.attempts().stream()
        .filter(a -> a.status().equals("ambiguous"))
        .map(ExecutionDetail.Attempt::agent)
        .reduce((earlier, later) -> later)
        .orElse("The agent");
  }

  private static boolean anySkipped(ExecutionDetail detail) {
    return detail.candidates().stream()
        .anyMatch(c -> c.outcome().equals("skipped") && ErrorCode.find(reason(c)).isPresent());
  }

  private static String reason(Candidate candidate) {
    String reason = candidate.reason();
    return reason == null ? "" : reason;
  }

  private static String firstCalled(ExecutionDetail detail) {
    return detail.candidates().stream()
        .filter(Explanation::called)
        .map(Candidate::agent)
        .findFirst()
        .orElse("The agent");
  }

  private static boolean called(Candidate candidate) {
    return switch (candidate.outcome()) {
      case "filtered", "skipped", "not_reached" -> false;
      default -> true;
    };
  }

  private static String because(@Nullable String reason) {
    if (reason == null) {
      return "";
    }
    String meaning = ErrorMeaning.of(reason);
    return meaning.isEmpty() ? ": " + reason : ": " + reason + ", " + meaning;
  }

  private static String count(long agents) {
    return agents == 1 ? "1 agent" : agents + " agents";
  }
}
