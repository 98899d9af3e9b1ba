package net.intentus.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.config.Settings;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.IntentError;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.outbound.OutboundClient;
import net.intentus.privacy.Redactor;
import net.intentus.wire.LocalNode;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which agents are called: input schema, guard, one try over the agent's
 * transport, output schema. Never throws for what an agent does. Thread-safe; blocks the calling
 * thread for at most the call ceiling.
 */
@Singleton
public class AgentInvoker {
  private static final Logger LOG = Logger.getLogger(AgentInvoker.class.getName());
  private static final int SCHEMAS = 2_000;
  private final Schemas schemas = new Schemas(SCHEMAS);
  private final ExecutorService threads;
  private final Transport local;
  private final Transport http;
  private final SecretUse.Resolver secrets;
  private final AgentGuards guards;

  @Inject
  AgentInvoker(
      LocalAgents agents,
      OutboundClient client,
      AgentThreads threads,
      Settings settings,
      AgentLines lines,
      LocalNode node,
      Redactor redactor,
      SecretResolver secrets,
      AgentGuards guards) {
    this(
        agents,
        new HttpTransport(client, lines, new FrameWriter(node), new AnswerMask(redactor)),
        threads.callPool(),
        settings.agents().callCeilingMs(),
        secrets,
        guards);
  }

  AgentInvoker(
      LocalAgents agents,
      HttpTransport http,
      ExecutorService threads,
      int ceilingMs,
      SecretUse.Resolver secrets,
      AgentGuards guards) {
    this.secrets = secrets;
    this.guards = guards;
    this.threads = threads;
    this.local = new LocalTransport(agents, threads, ceilingMs);
    this.http = http;
  }

  /**
   * Why a call would not be made now, because the agent's circuit is open; null when it would be. A
   * call may be refused all the same when another comes first.
   */
  public @Nullable IntentError refusal(AgentRegistration agent) {
    CircuitReading circuit = guards.circuit(agent);
    if (circuit.state() != CircuitReading.State.OPEN) {
      return null;
    }
    guards.note(agent, GuardActed.Act.CALL_REFUSED);
    return Failures.open(circuit).error();
  }

  /** Notes what became of the tries of a call by an agent's {@code retry}. */
  public void note(AgentRegistration agent, GuardActed.Act act) {
    guards.note(agent, act);
  }

  /** Makes one try; an agent that may not have a secret of the payload is not called. */
  public AgentOutcome invoke(AgentRegistration agent, AgentCall call, Cancellation cancellation) {
    if (!call.envelope().refersToSecrets()) {
      return tried(agent, call, cancellation);
    }
    SecretUse use = secrets.resolve(agent, call);
    return use instanceof SecretUse.Granted granted
        ? granted.mask().apply(tried(agent, call.with(granted.payload()), cancellation))
        : ((SecretUse.Refused) use).failure();
  }

  private AgentOutcome tried(AgentRegistration agent, AgentCall call, Cancellation cancellation) {
    boolean sent = false;
    try {
      IntentEnvelope envelope = call.envelope();
      List<Violation> wrong = schemas.input(agent, envelope.intent(), envelope.payload());
      if (!wrong.isEmpty()) {
        return invalid(
            ErrorCode.VALIDATION_ERROR,
            "The payload does not fit the agent's schema.",
            wrong,
            false);
      }
      if (cancellation.cancelled()) {
        return Failures.cancelled(false);
      }
      IntentError refusal = call.test() ? null : refusal(agent);
      if (refusal != null) {
        return new AgentOutcome.Failed(refusal, false);
      }
      sent = true;
      AgentGuard guard = guards.of(agent);
      return guard == null
          ? send(agent, call, cancellation)
          : guard.call(call, cancellation, limited -> send(agent, limited, cancellation));
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "a call failed unexpectedly", e);
      return Failures.of(ErrorCode.INTERNAL_AGENT_ERROR, "The call failed unexpectedly.", sent);
    }
  }

  private AgentOutcome send(AgentRegistration agent, AgentCall call, Cancellation cancellation) {
    AgentOutcome outcome =
        switch (agent.endpoint().type()) {
          case LOCAL -> local.call(agent, call, cancellation);
          case HTTP -> http.call(agent, call, cancellation);
        };
    return outcome instanceof AgentOutcome.Succeeded done
        ? checked(agent, call.envelope(), done)
        : outcome;
  }

  private AgentOutcome checked(
      AgentRegistration agent, IntentEnvelope envelope, AgentOutcome.Succeeded done) {
    List<Violation> wrong = schemas.output(agent, envelope.intent(), done.payload());
    return wrong.isEmpty()
        ? done
        : invalid(
            ErrorCode.PROTOCOL_ERROR, "The agent's answer does not fit its schema.", wrong, true);
  }

  private static AgentOutcome invalid(
      ErrorCode code, String message, List<Violation> wrong, boolean sent) {
    ObjectNode details = Json.object();
    ArrayNode list = details.putArray("violations");
    for (Violation violation : wrong) {
      list.addObject().put("pointer", violation.pointer()).put("message", violation.message());
    }
    return new AgentOutcome.Failed(new IntentError(code, message, code.retryable(), details), sent);
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
