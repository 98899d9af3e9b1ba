package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.intentus.agent.AgentCall;
import net.intentus.agent.AgentInvoker;
import net.intentus.agent.AgentOutcome;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.Cancellation;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import net.intentus.privacy.Redactor;

/** Tries an agent out: one real call, audited before it is made, shown redacted. Thread-safe. */
@Singleton
class TestCall {
  private final AgentInvoker invoker;
  private final Redactor redactor;
  private final AuditLog audit;
  private final Ids ids;
  private final Clock clock;

  @Inject
  TestCall(AgentInvoker invoker, Redactor redactor, AuditLog audit, Ids ids, Clock clock) {
    this.invoker = invoker;
    this.redactor = redactor;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Calls the agent with the payload, whatever routing and policy would say. */
  AgentView.TestResult make(
      AgentRegistration agent, IntentRef intent, ObjectNode payload, Caller caller) {
    audit.record(AuditEntry.of(caller, "agent.test", "agent", agent.name()));
    Instant begin = clock.instant();
    String id = ids.next();
    IntentEnvelope envelope =
        new IntentEnvelope(
            intent,
            payload,
            new IntentEnvelope.Context("console", begin, Priority.NORMAL, List.of("test")),
            new IntentEnvelope.Metadata(
                id, "console", begin, id.replace("-", ""), List.of(caller.subject())),
            Routing.DEFAULT);
    AgentOutcome outcome =
        invoker.invoke(agent, new AgentCall(envelope, id, true), new Cancellation());
    String duration = Moment.length(clock.millis() - begin.toEpochMilli());
    Redactor rules = redactor.forIntent(intent.name());
    Set<String> secrets = rules.redact(payload).secrets();
    if (outcome instanceof AgentOutcome.Succeeded done) {
      JsonNode shown = rules.redactAnswer(done.payload(), secrets);
      return new AgentView.TestResult(
          Mark.ofOutcome("succeeded"),
          duration,
          "The agent answered.",
          JsonTree.of(shown, "answer:"));
    }
    IntentError error =
        outcome instanceof AgentOutcome.Reported reported
            ? reported.error()
            : ((AgentOutcome.Failed) outcome).error();
    return new AgentView.TestResult(
        Mark.ofOutcome("failed"),
        duration,
        error.code().name() + ": " + rules.redactText(error.message(), secrets),
        null);
  }
}
