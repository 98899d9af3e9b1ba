package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.intentus.agent.AgentRegistration.Capability;
import net.intentus.audit.AuditEntry;
import net.intentus.audit.AuditLog;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.IntentRef;
import net.intentus.intent.Priority;
import net.intentus.intent.Routing;
import net.intentus.intent.Strategy;
import net.intentus.privacy.Redactor;
import net.intentus.routing.IntentPattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets a person try an agent: a real call, marked as a test, audited, but no execution and no
 * record. Disabled agents can be tried too. Thread-safe; waits for the agent.
 */
@Singleton
public class AgentTrial {
  private static final int AT_ONCE = 8;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final AgentInvoker invoker;
  private final AuditLog audit;
  private final Redactor redactor;
  private final Ids ids;
  private final Clock clock;

  @Inject
  public AgentTrial(AgentInvoker invoker, AuditLog audit, Redactor redactor, Ids ids, Clock clock) {
    this.invoker = invoker;
    this.audit = audit;
    this.redactor = redactor;
    this.ids = ids;
    this.clock = clock;
  }

  /** What a trial came to. */
  public sealed interface Result {}

  /**
   * The agent was called.
   *
   * @param payload its answer, redacted; null when there is none
   * @param error what went wrong, redacted; null on success
   */
  public record Called(long durationMs, @Nullable JsonNode payload, @Nullable IntentError error)
      implements Result {}

  /** The agent does not say that it can do that intent, or says so of any and none was named. */
  public record NoSuchIntent() implements Result {}

  /** As many trials are running as may at once. */
  public record TooMany() implements Result {}

  /**
   * Calls the agent.
   *
   * @param intent what to ask for; null for the first intent that the agent names
   */
  public Result run(
      AgentRegistration agent, @Nullable IntentRef intent, ObjectNode payload, Caller caller) {
    IntentRef asked = intent == null ? firstNamed(agent) : intent;
    if (asked == null
        || agent.capabilities().stream().noneMatch(can -> can.intent().matches(asked))) {
      return new NoSuchIntent();
    }
    if (!places.tryAcquire()) {
      return new TooMany();
    }
    try {
      audit.record(AuditEntry.of(caller, "agent.test", "agent", agent.name()));
      return call(agent, asked, payload);
    } finally {
      places.release();
    }
  }

  private Called call(AgentRegistration agent, IntentRef intent, ObjectNode payload) {
    String id = ids.next();
    AgentCall call = new AgentCall(envelope(agent, intent, payload, id), "test-" + id, true);
    long begun = System.nanoTime();
    AgentOutcome outcome = invoker.invoke(agent, call, new Cancellation());
    long durationMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    Redactor rules = redactor.forIntent(intent.name());
    Set<String> secrets = rules.redact(payload).secrets();
    if (outcome instanceof AgentOutcome.Succeeded done) {
      return new Called(durationMs, rules.redactAnswer(done.payload(), secrets), null);
    }
    IntentError error =
        outcome instanceof AgentOutcome.Reported reported
            ? reported.error()
            : ((AgentOutcome.Failed) outcome).error();
    return new Called(durationMs, null, redacted(rules, error, secrets));
  }

  private IntentEnvelope envelope(
      AgentRegistration agent, IntentRef intent, ObjectNode payload, String id) {
    Instant now = Instant.ofEpochMilli(clock.millis());
    return new IntentEnvelope(
        intent,
        payload,
        new IntentEnvelope.Context(null, now, Priority.NORMAL, List.of()),
        new IntentEnvelope.Metadata(id, "test", now, id.replace("-", ""), List.of()),
        new Routing(Strategy.DIRECT, agent.name(), List.of()));
  }

  private static @Nullable IntentRef firstNamed(AgentRegistration agent) {
    for (Capability capability : agent.capabilities()) {
      IntentPattern can = capability.intent();
      if (!can.name().equals(IntentPattern.ANY) && !can.version().equals(IntentPattern.ANY)) {
        return new IntentRef(can.name(), can.version());
      }
    }
    return null;
  }

  private static IntentError redacted(Redactor rules, IntentError error, Set<String> secrets) {
    ObjectNode details = error.details();
    return new IntentError(
        error.code(),
        rules.redactText(error.message(), secrets),
        error.retryable(),
        details != null && rules.redactAnswer(details, secrets) instanceof ObjectNode clean
            ? clean
            : null);
  }
}
