package net.intentus.submission;

import net.intentus.journal.ExecutionStatus;

/** What became of a verdict. */
public sealed interface VerdictResult {

  /** It is recorded; after a run that is what the run came to, which may be unknown again. */
  record Decided(ExecutionStatus status) implements VerdictResult {}

  /** There is nothing to decide, or somebody else is deciding. */
  record Conflict(String detail) implements VerdictResult {}

  /** It could not be recorded or carried out; the execution is as it was, or will be recovered. */
  record Refused(SubmissionResult.Refused why) implements VerdictResult {}
}
