package net.intentus.observability;

import java.time.Instant;
import net.intentus.execution.AttemptFinished;
import net.intentus.execution.ExecutionFinished;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Strategy;
import net.intentus.journal.ExecutionStatus;

/** What the tests of this room share. */
final class Fixtures {
  private Fixtures() {}

  static ExecutionFinished execution(String intent, ExecutionStatus status, String errorCode) {
    return new ExecutionFinished(
        "execution-1",
        "trace-1",
        "request-1",
        new IntentRef(intent, "1.0"),
        Strategy.DIRECT,
        "agent-1",
        "tenant-1",
        status,
        errorCode,
        1,
        Instant.parse("2026-03-01T10:00:00.123Z"),
        2_000_000,
        "sha-256:envelope",
        "sha-256:head");
  }

  static AttemptFinished attempt(String agent, String status) {
    return new AttemptFinished(
        "execution-1",
        "trace-1",
        "request-1",
        "span-1",
        null,
        agent,
        new IntentRef("SearchIntent", "1.0"),
        status,
        Instant.EPOCH,
        1_000,
        status.equals("succeeded") ? null : "AGENT_TIMEOUT",
        null);
  }
}
