package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Fields;
import net.intentus.intent.Violations;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.Holds;
import net.intentus.journal.LegalHold;
import net.intentus.security.CallerContext;

/** The legal hold on one execution: it is kept whatever the rules of retention say. */
@Path("/executions/{id}/hold")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class HoldResource {
  @Inject Holds holds;
  @Inject ExecutionReader executions;

  /** The hold on one execution. */
  @GET
  public Response get(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    return Answers.ok(RetentionDocuments.hold(holds.find(id).orElseThrow(HoldResource::notFound)));
  }

  /** Puts an execution under hold; one that is held already stays as it is. */
  @PUT
  @RolesAllowed("admin")
  public Response place(
      @PathParam("id") String id, byte[] body, @Context HttpServletRequest request) {
    Caller caller = visible(id, request);
    Violations violations = new Violations();
    Fields fields = Fields.of(AgentDocuments.parse(body), "", Set.of("reason"), violations);
    String reason = fields.word("reason", LegalHold.MAX_REASON);
    if (fields.empty("reason")) {
      fields.violate("reason", "is required");
    }
    if (!violations.isEmpty() || reason == null) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    return Answers.ok(
        RetentionDocuments.hold(
            holds.place(id, reason, caller).orElseThrow(HoldResource::notFound)));
  }

  /** Lets the rules count again. */
  @DELETE
  @RolesAllowed("admin")
  public Response release(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (!holds.release(id, visible(id, request))) {
      throw notFound();
    }
    return Response.noContent().build();
  }

  private Caller visible(String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    if (executions.find(id).filter(detail -> caller.sees(detail.summary().tenant())).isEmpty()) {
      throw notFound();
    }
    return caller;
  }

  private static ProblemException notFound() {
    return new ProblemException(
        ErrorCode.NOT_FOUND, "There is no such execution, or it is not held.");
  }
}
