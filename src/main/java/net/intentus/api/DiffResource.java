package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.journal.ExecutionDiff;

/** What two executions differ in. Runs no agent. */
@Path("/executions")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class DiffResource {
  @Inject VisibleRecords records;

  /** Compares them by what is recorded. */
  @GET
  @Path("/{id}/diff/{other}")
  public Response diff(
      @PathParam("id") String a,
      @PathParam("other") String b,
      @Context HttpServletRequest request) {
    return Answers.ok(
        DiffDocument.of(
            ExecutionDiff.of(records.require(a, request), records.require(b, request))));
  }
}
