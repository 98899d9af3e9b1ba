package net.intentus.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import net.intentus.agent.AgentChange;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.AgentTrial;
import net.intentus.intent.Caller;
import net.intentus.intent.IntentRef;
import net.intentus.security.CallerContext;

/** The list of agents, the page of one, and trying it out. */
@Path("/")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class AgentsResource {
  private static final int MAX_PAGE = 10_000;

  @Inject Pages pages;
  @Inject AgentPages agents;
  @Inject AgentRegistry registry;
  @Inject AgentTrial trials;

  /** The list. */
  @GET
  @Path("/agents")
  public Response list(
      @QueryParam("q") @DefaultValue("") String text,
      @QueryParam("page") @DefaultValue("1") String page,
      @Context HttpServletRequest request) {
    int number = page.matches("[1-9]\\d{0,4}") ? Integer.parseInt(page) : 1;
    AgentsView view =
        agents.list(text.strip(), Math.min(number, MAX_PAGE), CallerContext.require(request));
    return pages.ok(request, "agents", Map.of("view", view));
  }

  /** One agent. */
  @GET
  @Path("/agents/{name}")
  public Response agent(@PathParam("name") String name, @Context HttpServletRequest request) {
    return pages.ok(request, "agent", Map.of("view", find(name, request)));
  }

  /** Calls the agent once and shows what it answers. */
  @POST
  @Path("/agents/{name}/test")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed({"operator", "admin"})
  public Response test(
      @PathParam("name") String name,
      @FormParam("intent") @DefaultValue("") String intent,
      @FormParam("intentVersion") @DefaultValue("") String version,
      @FormParam("payload") @DefaultValue("") String payload,
      @Context HttpServletRequest request) {
    AgentView view = find(name, request);
    Caller caller = CallerContext.require(request);
    AgentRegistration agent = registry.find(name, caller).orElseThrow(NotFoundException::new);
    IntentRef asked = new IntentRef(intent.strip(), version.strip());
    ObjectNode json = AgentForm.json(payload);
    if (json == null) {
      return tried(request, 422, view.refused(asked, payload, "The payload is no JSON object."));
    }
    AgentTrial.Result result = trials.run(agent, asked, json, caller);
    if (result instanceof AgentTrial.Called called) {
      return tried(request, 200, view.tried(asked, payload, AgentView.TestResult.of(called)));
    }
    return result instanceof AgentTrial.TooMany
        ? tried(request, 503, view.refused(asked, payload, "Too many are being tried at once."))
        : tried(
            request,
            422,
            view.refused(
                asked, payload, "The agent has no capability for that intent and version."));
  }

  private Response tried(HttpServletRequest request, int status, AgentView view) {
    return pages.page(request, status, "agent", Map.of("view", view)).build();
  }

  /** Holds the circuit of an agent open, or closes it. */
  @POST
  @Path("/agents/{name}/circuit/{what: open|close}")
  @RolesAllowed({"operator", "admin"})
  public Response circuit(
      @PathParam("name") String name,
      @PathParam("what") String what,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    boolean open = what.equals("open");
    AgentChange change =
        open ? registry.openCircuit(name, caller) : registry.closeCircuit(name, caller);
    if (change instanceof AgentChange.Changed) {
      return Pages.seeOther(Url.agent(name), open ? "circuit-open" : "circuit-closed", name);
    }
    if (change instanceof AgentChange.NotFound) {
      throw new NotFoundException();
    }
    throw new ForbiddenException();
  }

  private AgentView find(String name, HttpServletRequest request) {
    return agents.agent(name, CallerContext.require(request)).orElseThrow(NotFoundException::new);
  }
}
