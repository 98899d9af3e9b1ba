package net.intentus.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionDetail.Attempt;
import net.intentus.journal.ExecutionSummary;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of an execution on a time line. Horizontal places are percentages of the width, so
 * that the drawing fits any screen; vertical ones are pixels.
 *
 * @param height of the drawing
 * @param total how long the whole took, with unit
 * @param description the same in one sentence per attempt, for those who do not see it
 */
public record Waterfall(
    int height, String total, List<Tick> ticks, List<Bar> bars, String description) {
  private static final int TOP = 26;
  private static final int ROW = 46;
  private static final double MIN_WIDTH = 0.4;

  /** A line of the time axis; the label goes to its right, or to its left near the end. */
  public record Tick(String x, String label, String anchor) {}

  /**
   * One attempt.
   *
   * @param y top of its row
   * @param start time after the execution began, with unit
   * @param length how long it took, with unit; empty while it runs
   * @param queued how long of that it waited for a place, with unit; empty when it did not
   * @param pause how long was waited before the next try, with unit; empty when there was none
   * @param waiting where the wait for a place is drawn, or null
   * @param pausing where the wait before the next try is drawn, or null
   */
  public record Bar(
      int index,
      String agent,
      Mark mark,
      int y,
      String x,
      String width,
      String start,
      String length,
      String queued,
      String pause,
      @Nullable Stretch waiting,
      @Nullable Stretch pausing,
      @Nullable String errorCode,
      @Nullable String errorMessage,
      String spanId) {}

  /** A part of the width. */
  public record Stretch(String x, String width) {
    private static @Nullable Stretch of(long from, @Nullable Long length, long span) {
      if (length == null || length <= 0 || from >= span) {
        return null;
      }
      long drawn = Math.min(length, span - from);
      return new Stretch(percent(100.0 * from / span), percent(100.0 * drawn / span));
    }
  }

  /** The drawing of what is recorded; what still runs is drawn up to now. */
  static Waterfall of(ExecutionDetail detail, Instant now) {
    ExecutionSummary summary = detail.summary();
    Instant begin = summary.createdAt();
    long span = Math.max(1, end(detail, now).toEpochMilli() - begin.toEpochMilli());
    List<Bar> bars = new ArrayList<>();
    for (Attempt attempt : detail.attempts()) {
      bars.add(bar(attempt, begin, span, bars.size()));
    }
    String total =
        summary.durationMs() == null ? "still open" : Moment.length(summary.durationMs());
    return new Waterfall(
        TOP + Math.max(1, bars.size()) * ROW, total, ticks(span), bars, describe(bars, total));
  }

  private static Instant end(ExecutionDetail detail, Instant now) {
    ExecutionSummary summary = detail.summary();
    Instant end = summary.completedAt();
    if (end == null) {
      end = summary.status().terminal() ? summary.createdAt() : now;
    }
    for (Attempt attempt : detail.attempts()) {
      long length = attempt.durationMs() == null ? 0 : attempt.durationMs();
      Instant last = attempt.startedAt().plusMillis(length);
      end = last.isAfter(end) ? last : end;
    }
    return end;
  }

  private static Bar bar(Attempt attempt, Instant begin, long span, int row) {
    long offset =
        Math.min(span, Math.max(0, Duration.between(begin, attempt.startedAt()).toMillis()));
    Long duration = attempt.durationMs();
    long length = Math.min(span - offset, duration == null ? span - offset : duration);
    double width = Math.max(MIN_WIDTH, 100.0 * length / span);
    double x = Math.min(100.0 * offset / span, 100 - width);
    return new Bar(
        attempt.index(),
        attempt.agent(),
        Mark.ofOutcome(attempt.status()),
        TOP + row * ROW,
        percent(x),
        percent(width),
        "+" + Moment.length(offset),
        duration == null ? "" : Moment.length(duration),
        attempt.waitedMs() == 0 ? "" : Moment.length(attempt.waitedMs()),
        attempt.retryInMs() == null ? "" : Moment.length(attempt.retryInMs()),
        Stretch.of(offset, Math.min(attempt.waitedMs(), length), span),
        Stretch.of(offset + length, attempt.retryInMs(), span),
        attempt.errorCode(),
        attempt.errorMessage(),
        attempt.spanId());
  }

  private static List<Tick> ticks(long span) {
    long step = step(span);
    List<Tick> ticks = new ArrayList<>();
    for (long at = 0; at <= span; at += step) {
      double x = 100.0 * at / span;
      ticks.add(new Tick(percent(x), label(at, step), x > 85 ? "end" : "start"));
    }
    return ticks;
  }

  /** The smallest 1, 2 or 5 times a power of ten that gives at most four steps. */
  private static long step(long span) {
    for (long power = 1; ; power *= 10) {
      for (long factor : new long[] {1, 2, 5}) {
        if (span / (power * factor) <= 4) {
          return power * factor;
        }
      }
    }
  }

  private static String label(long at, long step) {
    if (at == 0) {
      return "0";
    }
    return step >= 1_000 && at < 60_000 ? at / 1_000 + " s" : Moment.length(at);
  }

  private static String describe(List<Bar> bars, String total) {
    if (bars.isEmpty()) {
      return "No agent was called.";
    }
    StringBuilder text = new StringBuilder("Whole execution: ").append(total).append(".");
    for (Bar bar : bars) {
      text.append(" Attempt ").append(bar.index()).append(", ").append(bar.agent());
      text.append(", started at ").append(bar.start()).append(": ");
      text.append(bar.mark().word().toLowerCase(Locale.ROOT));
      text.append(bar.length().isEmpty() ? "" : " after " + bar.length());
      text.append(bar.queued().isEmpty() ? "" : ", of which " + bar.queued() + " for a place");
      text.append(bar.errorCode() == null ? "" : ", " + bar.errorCode());
      text.append(bar.pause().isEmpty() ? "" : ", tried again after " + bar.pause()).append('.');
    }
    return text.toString();
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f%%", value);
  }
}
