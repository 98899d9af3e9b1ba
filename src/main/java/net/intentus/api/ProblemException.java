package net.intentus.api;

import net.intentus.intent.ErrorCode;

/** Ends a request with a problem document. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** The problem of that code, with nothing else to say. */
  ProblemException(ErrorCode code, String detail) {
    this(Problem.of(code, detail));
  }

  /** What to answer. */
  public Problem problem() {
    return problem;
  }
}
