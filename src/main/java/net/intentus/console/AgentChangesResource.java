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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.intentus.agent.AgentChange;
import net.intentus.agent.AgentRegistration;
import net.intentus.agent.AgentRegistry;
import net.intentus.agent.RegistrationReader;
import net.intentus.agent.RegistrationReading;
import net.intentus.intent.Caller;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** The forms that change the registry. After a change the browser is sent on (303). */
@Path("/")
@ApplicationScoped
@RolesAllowed("admin")
public class AgentChangesResource {
  private static final String LIST = "/console/agents";
  private static final String STALE =
      "Somebody else has changed this agent meanwhile. What you typed is kept; save again to put it"
          + " in the place of the other change.";
  private static final String BY_PLAN =
      "Agents change by import of a compiled plan only here; they can be enabled and disabled.";

  @Inject Pages pages;
  @Inject AgentPages agents;
  @Inject AgentRegistry registry;
  @Inject RegistrationReader reader;

  /** The empty form. */
  @GET
  @Path("/register")
  public Response form(@Context HttpServletRequest request) {
    return pages.ok(request, "register", registration(AgentForm.empty()));
  }

  /** Registers an agent, or shows what is wrong with the form. */
  @POST
  @Path("/register")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response register(
      MultivaluedMap<String, String> fields, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    AgentForm form = AgentForm.of(fields);
    if (adds(fields)) {
      return pages.ok(request, "register", registration(form.withRow()));
    }
    return save(
        form.trimmed(),
        null,
        caller,
        wanted -> registry.register(wanted, caller),
        "registered",
        wrong -> pages.page(request, 422, "register", registration(wrong)).build());
  }

  private Map<String, Object> registration(AgentForm form) {
    return Map.of("form", form, "byPlanOnly", registry.byPlanOnly());
  }

  /** Saves an agent's settings, or shows what is wrong with the form. */
  @POST
  @Path("/agents/{name}")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response save(
      @PathParam("name") String name,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    AgentView view = agents.agent(name, caller).orElseThrow(NotFoundException::new);
    AgentRegistration old = registry.find(name, caller).orElseThrow(NotFoundException::new);
    AgentForm form = AgentForm.of(fields).named(name);
    if (adds(fields)) {
      return pages.ok(request, "agent", Map.of("view", view.with(form.withRow())));
    }
    Long revision = revision(fields.getFirst("revision"));
    return save(
        form.trimmed(),
        old,
        caller,
        wanted -> registry.replace(wanted, revision, caller),
        "saved",
        wrong -> pages.page(request, 422, "agent", Map.of("view", view.with(wrong))).build());
  }

  private Response save(
      AgentForm form,
      @Nullable AgentRegistration old,
      Caller caller,
      Function<AgentRegistration, AgentChange> change,
      String flash,
      Function<AgentForm, Response> again) {
    List<Violation> unreadable = form.unreadable();
    if (!unreadable.isEmpty()) {
      return again.apply(form.withViolations(unreadable));
    }
    RegistrationReading reading = reader.read(document(form, old, caller));
    if (reading instanceof RegistrationReading.Invalid invalid) {
      return again.apply(form.withViolations(invalid.violations()));
    }
    if (reading instanceof RegistrationReading.NotSupported later) {
      return again.apply(form.withViolations(later.features()));
    }
    AgentRegistration wanted = ((RegistrationReading.Accepted) reading).registration();
    AgentChange outcome = change.apply(wanted);
    List<Violation> refusal = refusal(outcome);
    return refusal.isEmpty()
        ? done(outcome, wanted.name(), flash)
        : again.apply(form.withViolations(refusal));
  }

  /** What the form does not show stays as it is. */
  private static ObjectNode document(
      AgentForm form, @Nullable AgentRegistration old, Caller caller) {
    ObjectNode json = form.toJson();
    ObjectNode identity = json.withObject("identity");
    if (!caller.allTenants()) {
      identity.put("tenantId", caller.tenant());
    }
    if (old != null) {
      json.put("enabled", old.enabled());
      identity.put("agentId", old.agentId());
    }
    return json;
  }

  /** Makes the agent a candidate again. */
  @POST
  @Path("/agents/{name}/enable")
  public Response enable(@PathParam("name") String name, @Context HttpServletRequest request) {
    return done(registry.enable(name, CallerContext.require(request)), name, "enabled");
  }

  /** Takes the agent out of routing. */
  @POST
  @Path("/agents/{name}/disable")
  public Response disable(@PathParam("name") String name, @Context HttpServletRequest request) {
    return done(registry.disable(name, CallerContext.require(request)), name, "disabled");
  }

  /** Asks whether the agent is really to be deleted. */
  @GET
  @Path("/agents/{name}/delete")
  public Response confirm(@PathParam("name") String name, @Context HttpServletRequest request) {
    return confirmation(name, "", 200, request);
  }

  /** Deletes the agent. */
  @POST
  @Path("/agents/{name}/delete")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response delete(
      @PathParam("name") String name,
      @FormParam("revision") @DefaultValue("") String revision,
      @Context HttpServletRequest request) {
    AgentChange outcome = registry.delete(name, revision(revision), CallerContext.require(request));
    if (outcome instanceof AgentChange.Stale) {
      return confirmation(name, "It has been changed meanwhile. Look again.", 409, request);
    }
    if (outcome instanceof AgentChange.ByPlanOnly) {
      return confirmation(name, BY_PLAN, 409, request);
    }
    if (outcome instanceof AgentChange.Managed) {
      return confirmation(
          name, "It is built in and cannot be deleted; disable it instead.", 409, request);
    }
    return done(outcome, name, "deleted");
  }

  private Response confirmation(
      String name, String problem, int status, HttpServletRequest request) {
    AgentView view =
        agents.agent(name, CallerContext.require(request)).orElseThrow(NotFoundException::new);
    return pages
        .page(
            request,
            status,
            "delete",
            Map.of("agent", view.agent(), "revision", view.revision(), "problem", problem))
        .build();
  }

  private static List<Violation> refusal(AgentChange outcome) {
    if (outcome instanceof AgentChange.Taken) {
      return List.of(new Violation("/name", "Another agent has this name."));
    }
    if (outcome instanceof AgentChange.Stale) {
      return List.of(new Violation("", STALE));
    }
    if (outcome instanceof AgentChange.ByPlanOnly) {
      return List.of(new Violation("", BY_PLAN));
    }
    return outcome instanceof AgentChange.Fixed fixed ? fixed.violations() : List.of();
  }

  private static Response done(AgentChange outcome, String name, String flash) {
    if (outcome instanceof AgentChange.Changed) {
      return Pages.seeOther(Url.agent(name), flash, name);
    }
    if (outcome instanceof AgentChange.Removed) {
      return Pages.seeOther(LIST, flash, name);
    }
    if (outcome instanceof AgentChange.NotFound) {
      throw new NotFoundException();
    }
    throw new ForbiddenException();
  }

  private static boolean adds(MultivaluedMap<String, String> fields) {
    return "add-capability".equals(fields.getFirst("action"));
  }

  /** The revision that the form was made from; one that cannot be read fits none. */
  private static Long revision(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1L;
  }
}
