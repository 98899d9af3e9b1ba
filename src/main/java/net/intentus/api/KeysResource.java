package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import net.intentus.intent.ErrorCode;
import net.intentus.security.ApiKey;
import net.intentus.security.CallerContext;
import net.intentus.security.KeyChanges;
import net.intentus.security.KeyIssue;

/** API keys: an administrator manages those of its tenant. */
@Path("/keys")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class KeysResource {
  @Inject KeyChanges keys;

  /** One page, the newest first; revoked keys stay in it. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<ApiKey> found = keys.page(CallerContext.require(request), page.after(), page.reach());
    return page.answer(found, KeyDocuments::key, ApiKey::id);
  }

  /** Makes a key. This answer alone shows what the client has to present. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(byte[] body, @Context HttpServletRequest request) {
    KeyIssue issue = keys.issue(CallerContext.require(request), KeyDocuments.read(body));
    if (issue instanceof KeyIssue.Issued issued) {
      ObjectNode json = KeyDocuments.key(issued.key());
      json.put("key", issued.text());
      return Answers.json(201, json).build();
    }
    throw new ProblemException(
        issue instanceof KeyIssue.Invalid invalid
            ? Problem.invalid(invalid.violations())
            : Problem.of(ErrorCode.FORBIDDEN, "You may manage keys of your own tenant only."));
  }

  /** Ends a key: here at once, on other instances within two seconds. */
  @DELETE
  @Path("/{id}")
  public Response revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
    if (keys.revoke(CallerContext.require(request), id)) {
      return Response.noContent().build();
    }
    throw new ProblemException(ErrorCode.NOT_FOUND, "There is no such key.");
  }
}
