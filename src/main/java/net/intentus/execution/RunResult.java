package net.intentus.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import net.intentus.journal.Appended;
import net.intentus.routing.WalkResult;
import org.jspecify.annotations.Nullable;

/** What walking a plan came to. */
public sealed interface RunResult {

  /**
   * The plan was walked.
   *
   * @param payload the winner's answer; null without one
   * @param skipped the agents that were not called in their turn, see {@link AttemptRecord}
   * @param reported whether the error is one that an agent reported, not the runtime's own verdict
   */
  record Finished(
      WalkResult walk,
      @Nullable JsonNode payload,
      boolean reported,
      List<AttemptRecord> attempts,
      List<AttemptRecord> skipped,
      Instant startedAt,
      String fingerprint)
      implements RunResult {}

  /**
   * What had to be durable before a call could not be stored, so the call was not made.
   *
   * @param begun whether an earlier append of this execution is durable
   */
  record NotStored(Appended why, boolean begun) implements RunResult {}
}
