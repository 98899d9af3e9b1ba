package net.intentus.execution;

import java.time.Instant;
import java.util.Map;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.Cancellation;
import net.intentus.intent.IntentEnvelope;
import net.intentus.journal.ExecutionLog;
import net.intentus.routing.Plan;
import org.jspecify.annotations.Nullable;

/**
 * A plan to be walked.
 *
 * @param id the execution's id; of an execution that is not recorded, an id of that form
 * @param envelope with the original payload
 * @param inputHash of the redacted payload
 * @param agents the registrations of everyone in the plan, as they were when it was made
 * @param log null when the execution is not recorded
 * @param privacy how texts are redacted before they are stored
 * @param cancellation stops the whole run
 * @param tenant whose work it is
 * @param deadline when it has to be done; nothing begins after it, and null is never
 */
public record RunRequest(
    String id,
    Plan plan,
    IntentEnvelope envelope,
    String inputHash,
    Map<String, AgentRegistration> agents,
    @Nullable ExecutionLog log,
    RecordPrivacy privacy,
    Cancellation cancellation,
    String tenant,
    @Nullable Instant deadline) {

  /** The same with another envelope. */
  RunRequest with(IntentEnvelope other) {
    return new RunRequest(
        id, plan, other, inputHash, agents, log, privacy, cancellation, tenant, deadline);
  }

  /** The same with another plan. */
  RunRequest with(Plan other) {
    return new RunRequest(
        id, other, envelope, inputHash, agents, log, privacy, cancellation, tenant, deadline);
  }

  /** The same, stopped by something else. */
  RunRequest with(Cancellation other) {
    return new RunRequest(
        id, plan, envelope, inputHash, agents, log, privacy, other, tenant, deadline);
  }
}
