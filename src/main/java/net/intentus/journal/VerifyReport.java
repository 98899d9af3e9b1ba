package net.intentus.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What checking a stored execution found. */
public record VerifyReport(List<Check> checks) {
  public VerifyReport {
    checks = List.copyOf(checks);
  }

  /** Whether no check failed. */
  public boolean valid() {
    return checks.stream().noneMatch(check -> check.result() == Result.FAILED);
  }

  /** What a check came to; what has expired or is not switched on is not checkable. */
  public enum Result {
    OK,
    FAILED,
    NOT_CHECKABLE
  }

  /**
   * One check.
   *
   * @param seq the first event concerned, or null when it is not about one event
   */
  public record Check(String name, Result result, @Nullable Integer seq, String detail) {}
}
