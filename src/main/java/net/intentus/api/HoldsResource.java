package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import net.intentus.intent.Json;
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
    List<LegalHold> found =
        holds.page(CallerContext.require(request), page.after(), page.limit() + 1);
    boolean more = found.size() > page.limit();
    List<LegalHold> shown = more ? found.subList(0, page.limit()) : found;
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    shown.forEach(hold -> items.add(RetentionDocuments.hold(hold)));
    json.put(
        "nextCursor", more ? PageQuery.cursor(shown.get(shown.size() - 1).executionId()) : null);
    return Answers.ok(json);
  }
}
