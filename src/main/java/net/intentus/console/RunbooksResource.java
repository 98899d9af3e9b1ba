package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/** The runbooks, for everyone who is signed in: problem documents link to them. */
@Path("/runbooks")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
public class RunbooksResource {
  @Inject Pages pages;
  @Inject Runbooks runbooks;

  /** All of them. */
  @GET
  public Response list(@Context HttpServletRequest request) {
    return pages.ok(request, "runbooks", Map.of("runbooks", List.copyOf(runbooks.all())));
  }

  /** One of them. */
  @GET
  @Path("/{slug}")
  public Response runbook(@PathParam("slug") String slug, @Context HttpServletRequest request) {
    Runbook runbook = runbooks.find(slug).orElseThrow(NotFoundException::new);
    return pages.ok(request, "runbook", Map.of("runbook", runbook));
  }
}
