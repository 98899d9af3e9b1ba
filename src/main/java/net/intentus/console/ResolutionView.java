package net.intentus.console;

import java.time.Instant;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * What there is to decide about an execution, and what was decided.
 *
 * @param open whether a verdict is wanted
 * @param given the last verdict, or null
 */
public record ResolutionView(boolean open, @Nullable Given given) {

  /** A verdict in words. */
  public record Given(String words, String reason, String by, Moment at) {}

  static ResolutionView of(ExecutionDetail detail, Instant now) {
    ExecutionDetail.Verdict verdict = detail.verdict();
    return new ResolutionView(
        detail.summary().status() == ExecutionStatus.UNKNOWN,
        verdict == null
            ? null
            : new Given(
                words(verdict.outcome()),
                verdict.reason(),
                verdict.by(),
                Moment.of(verdict.at(), now)));
  }

  private static String words(String outcome) {
    return switch (outcome) {
      case "succeeded" -> "It was done";
      case "failed" -> "It was not done";
      default -> "Run it again";
    };
  }
}
