package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import net.intentus.journal.Holds;
import net.intentus.journal.LegalHold;
import net.intentus.security.CallerContext;

/** All legal holds. */
@Path("/holds")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class HoldsResource {
  @Inject Holds holds;

  /** One page of the holds that the caller may see, newest execution first. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<LegalHold> found = holds.page(CallerContext.require(request), page.after(), page.reach());
    return page.answer(found, RetentionDocuments::hold, LegalHold::executionId);
  }
}
