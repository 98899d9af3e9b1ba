package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.Set;
import net.intentus.agent.AgentGuards;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.CircuitReading;
import net.intentus.agent.GuardSettings;
import net.intentus.intent.CanonicalJson;
import net.intentus.intent.IntentEnvelope;
import net.intentus.intent.Json;
import net.intentus.routing.Candidate;
import net.intentus.routing.RoutableAgent;
import net.intentus.routing.RoutingDecision;
import net.intentus.submission.Decision;
import net.intentus.submission.SubmissionResult;
import org.jspecify.annotations.Nullable;

/** Submitting intents. */
@Path("/intents")
@ApplicationScoped
@RolesAllowed({"submitter", "operator", "admin"})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class IntentsResource {
  /** Names the execution in the answer's headers. */
  static final String EXECUTION_ID = "Intentus-Execution-Id";

  @Inject IntentEntrance entrance;
  @Inject AgentGuards guards;

  /**
   * Executes an intent and answers when it has ended. The thread that the agent is called on is
   * free again while the record becomes durable.
   */
  @POST
  public void submit(
      byte[] body, @Context HttpServletRequest request, @Suspended AsyncResponse response) {
    entrance.submitLater(entrance.read(body, request), request, result -> reply(result, response));
  }

  private static void reply(SubmissionResult result, AsyncResponse response) {
    Response ready;
    try {
      ready = answer(result);
    } catch (ProblemException e) {
      response.resume(e);
      return;
    }
    response.resume(ready);
  }

  /**
   * The answer to a submission.
   *
   * @throws ProblemException when there is no execution
   */
  static Response answer(SubmissionResult result) {
    if (result instanceof SubmissionResult.Answered answered) {
      byte[] text = answered.text();
      Response.ResponseBuilder builder =
          Answers.json(
              answered.httpStatus(),
              text == null ? CanonicalJson.bytes(answered.response()) : text);
      if (answered.executionId() != null) {
        builder.header(EXECUTION_ID, answered.executionId());
      }
      if (answered.replayed()) {
        builder.header(IdempotencyHeader.REPLAYED, true);
      }
      RateHeaders.add(builder, answered);
      return builder.build();
    }
    throw new ProblemException(IntentEntrance.problem((SubmissionResult.Refused) result));
  }

  /** Says what {@link #submit} would do; calls no agent and records nothing. */
  @POST
  @Path("/plan")
  public Response plan(byte[] body, @Context HttpServletRequest request) {
    IntentEnvelope envelope = entrance.read(body, request);
    Decision decision = entrance.decide(envelope, request);
    Set<String> tried = new HashSet<>();
    decision.steps().forEach(agent -> tried.add(agent.name()));
    ObjectNode json = Json.object();
    ArrayNode rows = json.putArray("candidates");
    for (Candidate candidate : decision.candidates()) {
      rows.add(row(candidate, decision, tried.contains(candidate.agent().name())));
    }
    json.put("strategy", envelope.routing().strategy().wire());
    ArrayNode wouldTry = json.putArray("wouldTry");
    decision.steps().stream().map(RoutableAgent::name).forEach(wouldTry::add);
    ArrayNode skipped = json.putArray("skipped");
    decision.skipped().forEach(skipped::add);
    json.put("routingTableHash", decision.agents().table().hash());
    if (decision.routing() instanceof RoutingDecision.Refused refused) {
      ObjectNode error = json.putObject("error");
      error.put("code", refused.code().name());
      error.put("message", refused.message());
    }
    return Answers.ok(json);
  }

  /** Null where there is nothing that could open it. */
  private @Nullable String circuit(@Nullable AgentRegistration agent) {
    if (agent == null) {
      return null;
    }
    CircuitReading reading = guards.circuit(agent);
    GuardSettings guard = agent.guard();
    boolean watched = reading.forced() || (guard != null && guard.circuitBreaker() != null);
    return watched ? reading.state().wire() : null;
  }

  private ObjectNode row(Candidate candidate, Decision decision, boolean tried) {
    RoutableAgent agent = candidate.agent();
    ObjectNode row = Json.object();
    row.put("agent", agent.name());
    row.put("position", candidate.position());
    row.put("local", agent.local());
    row.put("nodePriority", agent.nodePriority());
    ObjectNode policy = row.putObject("policy");
    policy.put("action", candidate.eligibility().action());
    policy.put("ruleId", candidate.eligibility().ruleId());
    row.put("circuit", circuit(decision.agents().byName().get(agent.name())));
    row.put("eligible", candidate.eligibility().eligible());
    String reason = null;
    if (!candidate.eligibility().eligible()) {
      String rule = candidate.eligibility().ruleId();
      reason = rule == null ? "denied by the policy's default" : "denied by rule " + rule;
    } else if (!tried) {
      reason = "not asked for";
    }
    row.put("reason", reason);
    return row;
  }
}
