package net.intentus.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.intentus.config.Retention;
import net.intentus.journal.LegalHold;
import net.intentus.journal.RetentionRun;
import net.intentus.journal.Stats;
import org.jspecify.annotations.Nullable;

/**
 * Retention at a glance.
 *
 * @param every how often it runs by itself; empty when nothing ever expires
 * @param archive where it archives to; empty when it does not
 * @param running whether a run is under way
 * @param database size of the database; empty when it is not known
 * @param duePartly whether more may have expired than is shown
 */
public record RetentionView(
    List<Rule> rules,
    String every,
    String archive,
    boolean running,
    List<Run> runs,
    List<Hold> holds,
    String database,
    List<Table> tables,
    List<Due> due,
    boolean duePartly,
    String growth,
    String left) {

  /** A rule in force. */
  public record Rule(String intent, String status, String payload, String metadata) {}

  /** A run, with what it did in words. */
  public record Run(
      Mark mark,
      String kind,
      Moment started,
      String by,
      long erased,
      long deleted,
      long archived,
      long held,
      String freed,
      @Nullable String error) {}

  /** An execution that is held. */
  public record Hold(String execution, String url, String reason, String by, Moment placed) {}

  /** What a table takes. */
  public record Table(String name, String rows, String bytes) {}

  /** What a run would free now. */
  public record Due(String rule, long payloads, long executions, String bytes) {}

  static RetentionView of(
      Retention settings,
      List<RetentionRun> runs,
      List<LegalHold> holds,
      Stats.Storage storage,
      Instant now) {
    Stats.Forecast forecast = storage.forecast();
    return new RetentionView(
        settings.rules().stream().map(RetentionView::rule).toList(),
        settings.configured() ? Moment.length(settings.every().toMillis()) : "",
        settings.archiveDir().map(Object::toString).orElse(""),
        runs.stream().anyMatch(run -> run.state() == RetentionRun.State.RUNNING),
        runs.stream().map(run -> run(run, now)).toList(),
        holds.stream().map(hold -> hold(hold, now)).toList(),
        storage.databaseBytes() == null ? "" : bytes(storage.databaseBytes()),
        storage.tables().stream()
            .map(table -> new Table(table.name(), number(table.rows()), bytes(table.bytes())))
            .toList(),
        storage.rules().stream()
            .map(due -> new Due(due.rule(), due.payloads(), due.executions(), bytes(due.bytes())))
            .toList(),
        !storage.rulesComplete(),
        number(forecast.executionsPerDay())
            + " executions a day, "
            + bytes(forecast.bytesPerDay())
            + " a day",
        forecast.daysLeft() == null
            ? ""
            : number(forecast.daysLeft()) + " days until " + bytes(forecast.limitBytes()));
  }

  private static Rule rule(Retention.Rule rule) {
    String text = rule.text();
    String[] lifetimes = text.substring(text.lastIndexOf('=') + 1).split("/", -1);
    return new Rule(rule.intent(), rule.status(), lifetimes[0], lifetimes[1]);
  }

  private static Run run(RetentionRun run, Instant now) {
    RetentionRun.Counts counts = run.counts();
    return new Run(
        mark(run.state()),
        run.dryRun() ? "Dry run" : run.cause() == RetentionRun.Cause.MANUAL ? "Run" : "Scheduled",
        Moment.of(run.startedAt(), now),
        run.startedBy(),
        counts.payloadsErased(),
        counts.executionsDeleted(),
        counts.executionsArchived(),
        counts.held(),
        bytes(counts.bytesFreed()),
        run.error());
  }

  private static Mark mark(RetentionRun.State state) {
    return switch (state) {
      case RUNNING -> new Mark("busy", "run", "Running");
      case SUCCEEDED -> new Mark("ok", "check", "Succeeded");
      case FAILED -> new Mark("bad", "cross", "Failed");
      case INTERRUPTED -> new Mark("odd", "stop", "Interrupted");
    };
  }

  static Hold hold(LegalHold hold, Instant now) {
    return new Hold(
        hold.executionId(),
        Url.execution(hold.executionId()) + "/hold",
        hold.reason(),
        hold.placedBy(),
        Moment.of(hold.placedAt(), now));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Bytes with a unit, in steps of 1024. */
  static String bytes(long value) {
    if (value < 1_024) {
      return value + " B";
    }
    double rest = value;
    String unit = "B";
    for (String next : List.of("KiB", "MiB", "GiB", "TiB")) {
      if (rest < 1_024) {
        break;
      }
      rest /= 1_024;
      unit = next;
    }
    return String.format(Locale.ROOT, "%.1f %s", rest, unit);
  }
}
