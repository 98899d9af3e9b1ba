package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.intent.ErrorCode;
import net.intentus.security.CallerContext;
import net.intentus.security.Sessions;

/** Who is signed in to the console: an administrator sees and ends sessions of its tenant. */
@Path("/sessions")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {
  @Inject Sessions sessions;

  /** Those used last first, at most {@value Sessions#MAX_LISTED}. */
  @GET
  public Response list(@Context HttpServletRequest request) {
    return Answers.list(
        sessions.list(CallerContext.require(request), true), UserDocuments::session);
  }

  /** Signs a browser out. */
  @DELETE
  @Path("/{id}")
  public Response end(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (sessions.end(CallerContext.require(request), id)) {
      return Response.noContent().build();
    }
    throw new ProblemException(ErrorCode.NOT_FOUND, "There is no such session.");
  }
}
