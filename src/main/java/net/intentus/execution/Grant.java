package net.intentus.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import net.intentus.agent.AgentOutcome;
import net.intentus.budget.HoldResult;
import net.intentus.intent.IntentError;
import org.jspecify.annotations.Nullable;

/**
 * Whether the budgets let a call be made.
 *
 * @param held what is held back for it, or null
 * @param left what the agent is told, or null
 * @param refusal why it must not be made, or null
 */
record Grant(
    HoldResult.@Nullable Held held, @Nullable ObjectNode left, @Nullable IntentError refusal) {
  /** No budget is about this call. */
  static final Grant FREE = new Grant(null, null, null);

  /** The call is not made. */
  static Grant refused(IntentError why) {
    return new Grant(null, null, why);
  }

  /** Makes the call with the request as the agent gets it, or what takes its place. */
  AgentOutcome call(RunRequest request, Function<RunRequest, AgentOutcome> invocation) {
    if (refusal != null) {
      return new AgentOutcome.Failed(refusal, false);
    }
    return invocation.apply(
        left == null ? request : request.with(request.envelope().withBudget(left)));
  }
}
