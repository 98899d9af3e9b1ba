package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import net.intentus.agent.AgentChange;
import net.intentus.agent.AgentGuards;
import net.intentus.agent.AgentHealth;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.RegistrationReader;
import net.intentus.agent.RegistrationReading;
import net.intentus.agent.RegistrationWriter;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** The registry of agents. */
@Path("/agents")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AgentsResource {
  @Inject AgentRegistry registry;
  @Inject RegistrationReader reader;
  @Inject AgentGuards guards;

  /** One page of the agents that the caller may see, by name. */
  @GET
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<AgentRegistration> found =
        registry.list(page.after(), page.reach(), CallerContext.require(request));
    Map<String, AgentHealth> health =
        registry.health(page.shown(found).stream().map(AgentRegistration::name).toList());
    return page.answer(
        found,
        agent -> json(agent, health.getOrDefault(agent.name(), AgentHealth.NEVER_HEARD)),
        AgentRegistration::name);
  }

  /** Registers a new agent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("admin")
  public Response register(byte[] body, @Context UriInfo uri, @Context HttpServletRequest request) {
    AgentRegistration wanted = wanted(body, null);
    AgentRegistration created = changed(registry.register(wanted, CallerContext.require(request)));
    return document(201, created)
        .location(uri.getAbsolutePathBuilder().segment(created.name()).build())
        .build();
  }

  /** One agent. */
  @GET
  @Path("/{name}")
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response get(@PathParam("name") String name, @Context HttpServletRequest request) {
    return document(200, visible(registry, name, request)).build();
  }

  /** Replaces a registration; the name stays. */
  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("admin")
  public Response replace(
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context HttpServletRequest request) {
    visible(registry, name, request);
    Long revision = AgentTags.required(ifMatch);
    Caller caller = CallerContext.require(request);
    return document(200, changed(registry.replace(wanted(body, name), revision, caller))).build();
  }

  /** Removes an agent. */
  @DELETE
  @Path("/{name}")
  @RolesAllowed("admin")
  public Response delete(
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context HttpServletRequest request) {
    visible(registry, name, request);
    Long revision = AgentTags.required(ifMatch);
    AgentChange change = registry.delete(name, revision, CallerContext.require(request));
    if (change instanceof AgentChange.Removed) {
      return Response.noContent().build();
    }
    throw refusal(change);
  }

  /** Makes an agent a candidate again. */
  @POST
  @Path("/{name}/enable")
  @RolesAllowed("admin")
  public Response enable(@PathParam("name") String name, @Context HttpServletRequest request) {
    return document(200, changed(registry.enable(name, CallerContext.require(request)))).build();
  }

  /** Takes an agent out of routing. */
  @POST
  @Path("/{name}/disable")
  @RolesAllowed("admin")
  public Response disable(@PathParam("name") String name, @Context HttpServletRequest request) {
    return document(200, changed(registry.disable(name, CallerContext.require(request)))).build();
  }

  /** The agent, if the caller may see it. */
  static AgentRegistration visible(
      AgentRegistry registry, String name, HttpServletRequest request) {
    return registry
        .find(name, CallerContext.require(request))
        .orElseThrow(() -> refusal(new AgentChange.NotFound()));
  }

  private Response.ResponseBuilder document(int status, AgentRegistration agent) {
    AgentHealth health =
        registry.health(List.of(agent.name())).getOrDefault(agent.name(), AgentHealth.NEVER_HEARD);
    return Answers.json(status, json(agent, health)).tag(AgentTags.of(agent));
  }

  private ObjectNode json(AgentRegistration agent, AgentHealth health) {
    ObjectNode json = RegistrationWriter.toJson(agent, health);
    json.set("circuit", CircuitDocuments.toJson(guards.circuit(agent)));
    return json;
  }

  private AgentRegistration wanted(byte[] body, @Nullable String name) {
    RegistrationReading reading = reader.read(AgentDocuments.parse(body));
    if (reading instanceof RegistrationReading.Invalid invalid) {
      throw new ProblemException(Problem.invalid(invalid.violations()));
    }
    if (reading instanceof RegistrationReading.NotSupported later) {
      ErrorCode code = ErrorCode.NOT_SUPPORTED;
      throw new ProblemException(
          new Problem(
              code,
              code.httpStatus(),
              "This version does not support a part of this registration yet.",
              later.features(),
              null));
    }
    AgentRegistration wanted = ((RegistrationReading.Accepted) reading).registration();
    if (name != null && !wanted.name().equals(name)) {
      throw new ProblemException(
          Problem.invalid(List.of(new Violation("/name", "must be the name in the address"))));
    }
    return wanted;
  }

  static AgentRegistration changed(AgentChange change) {
    if (change instanceof AgentChange.Changed done) {
      return done.registration();
    }
    throw refusal(change);
  }

  private static ProblemException refusal(AgentChange change) {
    if (change instanceof AgentChange.Stale) {
      return AgentTags.stale();
    }
    if (change instanceof AgentChange.Fixed fixed) {
      return new ProblemException(Problem.invalid(fixed.violations()));
    }
    if (change instanceof AgentChange.Taken) {
      return new ProblemException(ErrorCode.CONFLICT, "There is an agent of that name already.");
    }
    if (change instanceof AgentChange.Managed) {
      return new ProblemException(
          ErrorCode.CONFLICT, "The agent is part of this application. Disable it instead.");
    }
    if (change instanceof AgentChange.ByPlanOnly) {
      return new ProblemException(
          ErrorCode.CONFLICT,
          "Agents change by import of a compiled plan only here; enabling and disabling stay"
              + " live.");
    }
    return change instanceof AgentChange.NotAllowed
        ? new ProblemException(
            ErrorCode.FORBIDDEN,
            "You may change agents of your own tenant only; name it in identity.tenantId.")
        : new ProblemException(ErrorCode.NOT_FOUND, "There is no such agent.");
  }
}
