package net.intentus.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.intentus.journal.SweepProgress;
import net.intentus.journal.VerificationState;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduled check of all records came to.
 *
 * @param headline how far it is
 * @param rows the newest records that did not hold
 */
public record SweepView(String headline, List<Row> rows) {

  /** A record that did not hold. */
  public record Row(String id, String url, String check, @Nullable Integer seq, Moment verified) {}

  /**
   * The view.
   *
   * @param counts whether the viewer may know how many records there are
   */
  static SweepView of(
      SweepProgress progress, List<VerificationState> mismatches, boolean counts, Instant now) {
    return new SweepView(
        headline(progress, counts, now),
        mismatches.stream()
            .map(
                found ->
                    new Row(
                        found.executionId(),
                        Url.execution(found.executionId()) + "/verify",
                        found.failedCheck() == null ? "" : found.failedCheck(),
                        found.failedSeq(),
                        Moment.of(found.verifiedAt(), now)))
            .toList());
  }

  private static String headline(SweepProgress progress, boolean counts, Instant now) {
    Instant began = progress.startedAt();
    if (began == null) {
      return "No round of checks has begun yet.";
    }
    Instant ended = progress.finishedAt();
    String when =
        ended == null
            ? "A round of checks began " + Moment.of(began, now).ago() + " and is running"
            : "The last round of checks ended " + Moment.of(ended, now).ago();
    return counts
        ? String.format(
            Locale.ROOT,
            "%s: %,d checked, %,d did not hold.",
            when,
            progress.checked(),
            progress.mismatched())
        : when + ".";
  }
}
