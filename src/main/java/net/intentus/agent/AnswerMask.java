package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import net.intentus.intent.IntentError;
import net.intentus.privacy.Redactor;
import org.jspecify.annotations.Nullable;

/** Takes secrets that an agent was given out of what came back. Stateless. */
final class AnswerMask {
  private final Redactor redactor;

  AnswerMask(Redactor redactor) {
    this.redactor = redactor;
  }

  AgentOutcome apply(AgentOutcome outcome, Set<String> secrets) {
    return secrets.isEmpty() ? outcome : masked(outcome, secrets).after(outcome.waitedMs());
  }

  private AgentOutcome masked(AgentOutcome outcome, Set<String> secrets) {
    if (outcome instanceof AgentOutcome.Succeeded done) {
      return new AgentOutcome.Succeeded(
          redactor.redact(done.payload(), secrets), masked(done.metadata(), secrets));
    }
    if (outcome instanceof AgentOutcome.Reported reported) {
      return new AgentOutcome.Reported(
          masked(reported.error(), secrets), masked(reported.metadata(), secrets));
    }
    AgentOutcome.Failed failed = (AgentOutcome.Failed) outcome;
    return new AgentOutcome.Failed(masked(failed.error(), secrets), failed.sent());
  }

  private @Nullable ObjectNode masked(@Nullable ObjectNode metadata, Set<String> secrets) {
    return metadata == null ? null : (ObjectNode) redactor.redact(metadata, secrets);
  }

  private IntentError masked(IntentError error, Set<String> secrets) {
    ObjectNode details = error.details();
    return new IntentError(
        error.code(),
        redactor.redactText(error.message(), secrets),
        error.retryable(),
        details == null ? null : (ObjectNode) redactor.redact(details, secrets));
  }
}
