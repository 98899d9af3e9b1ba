package net.intentus.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.intentus.journal.ExecutionSummary;
import net.intentus.policy.PolicyForecast;
import net.intentus.submission.DryRunReport;
import org.jspecify.annotations.Nullable;

/**
 * What a policy would have decided differently.
 *
 * @param headline the result in one sentence
 * @param scope what was looked at, and what was not
 * @param more how many changes are not shown
 * @param untoldMore how many executions that cannot be told about are not shown
 */
public record DryRunView(
    String headline,
    String scope,
    List<Change> changes,
    int more,
    List<Untold> untold,
    int untoldMore) {
  private static final int SHOWN = 100;
  private static final int UNTOLD_SHOWN = 20;

  /** An execution that would have gone differently. */
  public record Change(
      String url, String id, String intent, String tenant, String judged, String called) {}

  /** An execution that the record does not tell enough of. */
  public record Untold(String url, String id, String why) {}

  static DryRunView of(DryRunReport report) {
    int changes = report.changes().size();
    int untold = report.untold().size();
    return new DryRunView(
        changes == 0
            ? "Nothing that is recorded would have been decided differently."
            : count(changes, "execution") + " would have been decided differently.",
        "Looked at "
            + (report.all() ? "all " : "the newest ")
            + count(report.looked(), "execution")
            + ": "
            + report.same()
            + " alike, "
            + changes
            + " differently, "
            + untold
            + " that cannot be told. Rate limits are not part of it.",
        report.changes().stream().limit(SHOWN).map(DryRunView::change).toList(),
        Math.max(0, changes - SHOWN),
        report.untold().stream().limit(UNTOLD_SHOWN).map(DryRunView::untold).toList(),
        Math.max(0, untold - UNTOLD_SHOWN));
  }

  private static String count(int number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }

  private static Change change(DryRunReport.Change change) {
    ExecutionSummary execution = change.execution();
    String before = change.before();
    String after = change.after();
    return new Change(
        Url.execution(execution.executionId()),
        shortId(execution),
        execution.intent().toString(),
        execution.tenant(),
        change.candidates().stream().map(DryRunView::judged).collect(Collectors.joining("; ")),
        before == null || after == null
            ? "cannot be told: the request is not stored"
            : before.equals(after) ? "as before: " + before : before + " → " + after);
  }

  private static String judged(DryRunReport.Judged one) {
    return one.agent()
        + ": "
        + words(one.before(), one.ruleBefore())
        + " → "
        + words(one.after(), one.ruleAfter());
  }

  private static String words(String action, @Nullable String rule) {
    return action.replace('_', ' ') + (rule == null ? " by default" : " by " + rule);
  }

  private static Untold untold(DryRunReport.Untold one) {
    String why =
        one.missing().stream()
            .sorted()
            .map(
                missing ->
                    missing.equals(PolicyForecast.ROLES)
                        ? "the caller’s roles are not recorded"
                        : missing + " is redacted or not stored")
            .collect(Collectors.joining("; "));
    return new Untold(Url.execution(one.execution().executionId()), shortId(one.execution()), why);
  }

  private static String shortId(ExecutionSummary execution) {
    String id = execution.executionId();
    return "…" + id.substring(Math.max(0, id.length() - 12));
  }
}
