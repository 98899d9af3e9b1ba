package net.intentus.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.intentus.budget.Amount;
import net.intentus.budget.Budget;
import net.intentus.budget.BudgetUsage;
import net.intentus.budget.Limits;
import net.intentus.budget.Spender;
import org.jspecify.annotations.Nullable;

/**
 * A budget as pages show it.
 *
 * @param counts whose calls it counts, in words
 * @param lines one for each limit
 * @param resets when it begins anew; null where each execution has a budget of its own
 */
public record BudgetRow(
    String id,
    String counts,
    String period,
    Mark state,
    List<Line> lines,
    @Nullable Moment resets,
    List<Who> spenders) {

  /**
   * One limit, in words and numbers.
   *
   * @param percent used or held back, at most 100
   * @param forecast at the end if it goes on like this; empty where nobody can tell
   */
  public record Line(
      String name, String used, String held, String limit, long percent, String forecast) {}

  /** One of those who used most. */
  public record Who(
      String tenant, String intent, String agent, String micros, String tokens, String calls) {}

  static BudgetRow of(BudgetUsage usage, Instant now) {
    Budget budget = usage.budget();
    Instant end = usage.end();
    String whom = budget.scopeId() == null ? "everybody" : budget.scope().wire() + " ";
    return new BudgetRow(
        budget.id(),
        budget.scopeId() == null ? whom : whom + budget.scopeId(),
        budget.period().wire(),
        state(usage),
        lines(usage),
        end == null ? null : Moment.of(end, now),
        usage.spenders().stream().map(BudgetRow::who).toList());
  }

  private static Mark state(BudgetUsage usage) {
    if (usage.begin() == null) {
      return new Mark("idle", "dash", "Per execution");
    }
    if (usage.budget().limits().percent(usage.meter().taken()) >= 100) {
      return new Mark("bad", "cross", "Used up");
    }
    return usage.low() ? new Mark("wait", "clock", "Low") : new Mark("ok", "check", "Good");
  }

  private static List<Line> lines(BudgetUsage usage) {
    Limits limits = usage.budget().limits();
    Amount used = usage.meter().used();
    Amount held = usage.meter().held();
    Amount forecast = usage.forecast();
    List<Line> lines = new ArrayList<>();
    if (limits.micros() != null) {
      lines.add(
          line(
              "Money, micro-units",
              limits.micros(),
              used.micros(),
              held.micros(),
              forecast == null ? null : forecast.micros()));
    }
    if (limits.tokens() != null) {
      lines.add(
          line(
              "Tokens",
              limits.tokens(),
              used.tokens(),
              held.tokens(),
              forecast == null ? null : forecast.tokens()));
    }
    if (limits.calls() != null) {
      lines.add(
          line(
              "Calls",
              limits.calls(),
              used.calls(),
              held.calls(),
              forecast == null ? null : forecast.calls()));
    }
    return lines;
  }

  private static Line line(String name, long limit, long used, long held, @Nullable Long forecast) {
    long percent = limit == 0 ? 100 : Math.min(100, (long) (100.0 * (used + held) / limit));
    return new Line(
        name,
        number(used),
        number(held),
        number(limit),
        percent,
        forecast == null ? "" : number(forecast));
  }

  private static Who who(Spender spender) {
    return new Who(
        spender.others() ? "others" : spender.tenant(),
        spender.others() ? "others" : spender.intent(),
        spender.others() ? "others" : spender.agent(),
        number(spender.used().micros()),
        number(spender.used().tokens()),
        number(spender.used().calls()));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** The form that shows the budget. */
  static PlainForm form(Budget budget) {
    Limits limits = budget.limits();
    return PlainForm.empty()
        .with("scope", budget.scope().wire())
        .with("scopeId", budget.scopeId() == null ? "" : budget.scopeId())
        .with("period", budget.period().wire())
        .with("limitMicros", text(limits.micros()))
        .with("limitTokens", text(limits.tokens()))
        .with("limitCalls", text(limits.calls()))
        .with("softPercent", budget.softPercent() == null ? "" : budget.softPercent().toString())
        .with(
            "softLatencyMs",
            budget.softLatencyMs() == null ? "" : budget.softLatencyMs().toString())
        .with("onSoft", budget.degrades() ? "degrade" : "none")
        .with("revision", Long.toString(budget.revision()));
  }

  private static String text(@Nullable Long limit) {
    return limit == null ? "" : limit.toString();
  }

  /** The address of its page. */
  public String url() {
    return url(id);
  }

  static String url(String id) {
    return "/console/budgets/" + Url.encode(id);
  }
}
