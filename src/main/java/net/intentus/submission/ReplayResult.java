package net.intentus.submission;

import java.util.List;
import net.intentus.intent.Violation;

/** What became of a wish to repeat an execution. */
public sealed interface ReplayResult {

  /** It was submitted; there may be an execution, or there is a reason why not. */
  record Submitted(SubmissionResult result) implements ReplayResult {}

  /** What was asked for makes no valid envelope. */
  record Invalid(List<Violation> violations) implements ReplayResult {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** The record does not allow it as it was asked for. */
  sealed interface Conflict extends ReplayResult {
    /** Why, for the caller. */
    String detail();
  }

  /** It has not ended, or its envelope is not there as it was recorded. */
  record NotPossible(String detail) implements Conflict {}

  /** Values that were redacted, by RFC 6901 pointers into the envelope, were not supplied. */
  record Redacted(List<String> pointers) implements Conflict {
    public Redacted {
      pointers = List.copyOf(pointers);
    }

    @Override
    public String detail() {
      return "Values of the recorded request were redacted and cannot be brought back: supply"
          + " every one.";
    }
  }

  /** Agents whose work cannot be undone would be called. */
  record NeedsForce(List<String> agents) implements Conflict {
    public NeedsForce {
      agents = List.copyOf(agents);
    }

    @Override
    public String detail() {
      return Replays.NEEDS_FORCE;
    }
  }
}
