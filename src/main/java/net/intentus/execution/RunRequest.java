package net.intentus.execution;

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
    String tenant) {

  /** The same with another plan. */
  RunRequest with(Plan other) {
    return new RunRequest(
        id, other, envelope, inputHash, agents, log, privacy, cancellation, tenant);
  }
}
