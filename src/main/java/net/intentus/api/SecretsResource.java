package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import net.intentus.agent.PayloadSecret;
import net.intentus.agent.PayloadSecrets;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** Secrets that payloads refer to by name: written here, shown nowhere. */
@Path("/secrets")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class SecretsResource {
  @Inject PayloadSecrets secrets;

  /** One page of the secrets that the caller may change, without their values. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<PayloadSecret> found =
        secrets.list(page.after(), page.reach(), CallerContext.require(request));
    return page.answer(found, SecretDocuments::json, PayloadSecrets::cursor);
  }

  /** Keeps a secret, in the place of the one there is. */
  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response put(
      @PathParam("name") String name, byte[] body, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    SecretDocuments.Draft draft = SecretDocuments.read(name, body);
    String tenant = tenant(draft.tenant(), caller);
    boolean made = secrets.put(name, tenant, draft.agents(), draft.value(), caller);
    PayloadSecret kept =
        secrets.find(name, tenant).orElseThrow(SecretsResource::notFound); // gone already
    return Answers.json(made ? 201 : 200, SecretDocuments.json(kept)).build();
  }

  /** Forgets a secret: payloads that refer to it are refused from now on. */
  @DELETE
  @Path("/{name}")
  public Response delete(
      @PathParam("name") String name,
      @QueryParam("tenantId") @Nullable String tenantId,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    if (!secrets.remove(name, tenant(tenantId, caller), caller)) {
      throw notFound();
    }
    return Response.noContent().build();
  }

  /** Whose secret is meant: of the caller's own tenant, if nothing is said. */
  private static @Nullable String tenant(@Nullable String given, Caller caller) {
    String tenant = given == null && !caller.allTenants() ? caller.tenant() : given;
    if (!PayloadSecrets.mayChange(caller, tenant)) {
      throw new ProblemException(
          ErrorCode.FORBIDDEN, "You may change secrets of your own tenant only.");
    }
    return tenant;
  }

  private static ProblemException notFound() {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no such secret.");
  }
}
