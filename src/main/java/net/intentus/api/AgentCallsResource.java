package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import net.intentus.agent.AgentGuards;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.AgentTrial;
import net.intentus.agent.HeartbeatResult;
import net.intentus.agent.RegistrationWriter;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;

/** What agents say of themselves, and trying them out. */
@Path("/agents")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentCallsResource {
  @Inject AgentRegistry registry;
  @Inject AgentTrial trials;
  @Inject AgentGuards guards;

  /** Notes that the agent lives; the body may say how well. */
  @POST
  @Path("/{name}/heartbeat")
  @RolesAllowed({"agent", "operator", "admin"})
  public Response heartbeat(
      @PathParam("name") String name, byte[] body, @Context HttpServletRequest request) {
    HeartbeatResult result =
        registry.heartbeat(name, AgentDocuments.heartbeat(body), CallerContext.require(request));
    if (result instanceof HeartbeatResult.Noted noted) {
      ObjectNode json = Json.object();
      json.put("name", name);
      json.set("health", RegistrationWriter.toJson(noted.health()));
      return Answers.ok(json);
    }
    throw new ProblemException(
        result instanceof HeartbeatResult.NotAllowed
            ? Problem.of(ErrorCode.FORBIDDEN, "This credential is not named for that agent.")
            : Problem.of(ErrorCode.NOT_FOUND, "There is no such agent."));
  }

  /** Calls the agent for real, marked as a test. */
  @POST
  @Path("/{name}/test")
  @RolesAllowed({"operator", "admin"})
  public Response test(
      @PathParam("name") String name, byte[] body, @Context HttpServletRequest request) {
    AgentRegistration agent = AgentsResource.visible(registry, name, request);
    AgentDocuments.Trial trial = AgentDocuments.trial(body);
    AgentTrial.Result result =
        trials.run(agent, trial.intent(), trial.payload(), CallerContext.require(request));
    if (result instanceof AgentTrial.Called called) {
      return Answers.ok(document(called));
    }
    if (result instanceof AgentTrial.TooMany) {
      throw new ProblemException(
          Problem.of(ErrorCode.CAPACITY_EXCEEDED, "Too many agents are being tried at once.")
              .retryAfter(1));
    }
    throw new ProblemException(
        Problem.invalid(
            List.of(new Violation("/intent", "must name an intent that this agent can do"))));
  }

  private static ObjectNode document(AgentTrial.Called called) {
    ObjectNode json = Json.object();
    json.put("outcome", called.error() == null ? "succeeded" : "failed");
    json.put("durationMs", called.durationMs());
    json.set("payload", called.payload());
    json.set("error", called.error() == null ? null : called.error().toJson());
    return json;
  }

  /** Holds the agent's circuit open, or closes it, on every instance. */
  @POST
  @Path("/{name}/circuit/{what: open|close}")
  @RolesAllowed({"operator", "admin"})
  public Response circuit(
      @PathParam("name") String name,
      @PathParam("what") String what,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    AgentRegistration agent =
        AgentsResource.changed(
            what.equals("open")
                ? registry.openCircuit(name, caller)
                : registry.closeCircuit(name, caller));
    ObjectNode json = Json.object();
    json.put("name", agent.name());
    json.set("circuit", CircuitDocuments.toJson(guards.circuit(agent)));
    return Answers.ok(json);
  }
}
