package net.intentus.api;

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
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import net.intentus.agent.Credential;
import net.intentus.agent.CredentialChange;
import net.intentus.agent.Credentials;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** What agents want to see of their callers: written here, shown nowhere. */
@Path("/credentials")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class CredentialsResource {
  @Inject Credentials credentials;

  /** One page of the credentials of the caller's tenant, by name. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<Credential> found =
        credentials.list(page.after(), page.reach(), CallerContext.require(request));
    return page.answer(found, CredentialDocuments::json, Credential::name);
  }

  /** Makes a credential. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(byte[] body, @Context UriInfo uri, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    Credential made = changed(credentials.create(CredentialDocuments.read(body, null), caller));
    return document(201, made)
        .location(uri.getAbsolutePathBuilder().segment(made.name()).build())
        .build();
  }

  /** One credential, without its secret. */
  @GET
  @Path("/{name}")
  public Response get(@PathParam("name") String name, @Context HttpServletRequest request) {
    return document(200, visible(name, CallerContext.require(request))).build();
  }

  /** Changes a credential; a secret that is left out stays. */
  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response replace(
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    Credential old = visible(name, caller);
    Long revision = AgentTags.required(ifMatch);
    CredentialChange change =
        credentials.replace(CredentialDocuments.read(body, old), revision, caller);
    return document(200, changed(change)).build();
  }

  /** Removes a credential that no agent refers to. */
  @DELETE
  @Path("/{name}")
  public Response delete(
      @PathParam("name") String name,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    visible(name, caller);
    CredentialChange change = credentials.remove(name, AgentTags.required(ifMatch), caller);
    if (change instanceof CredentialChange.Removed) {
      return Response.noContent().build();
    }
    throw refusal(change);
  }

  private Credential visible(String name, Caller caller) {
    return credentials
        .find(name, caller)
        .orElseThrow(() -> refusal(new CredentialChange.NotFound()));
  }

  private static Response.ResponseBuilder document(int status, Credential credential) {
    return Answers.json(status, CredentialDocuments.json(credential))
        .tag(new EntityTag(Long.toString(credential.revision())));
  }

  private static Credential changed(CredentialChange change) {
    if (change instanceof CredentialChange.Changed done) {
      return done.credential();
    }
    throw refusal(change);
  }

  private static ProblemException refusal(CredentialChange change) {
    if (change instanceof CredentialChange.Taken) {
      return new ProblemException(
          ErrorCode.CONFLICT, "There is a credential of that name already.");
    }
    if (change instanceof CredentialChange.InUse) {
      return new ProblemException(
          ErrorCode.CONFLICT, "Agents refer to this credential. Change them first.");
    }
    if (change instanceof CredentialChange.NotAllowed) {
      return new ProblemException(
          ErrorCode.FORBIDDEN,
          "You may change credentials of your own tenant only; name it in tenantId.");
    }
    return change instanceof CredentialChange.Stale
        ? new ProblemException(
            ErrorCode.PRECONDITION_FAILED,
            "The credential has been changed since you read it. Read it again.")
        : new ProblemException(ErrorCode.NOT_FOUND, "There is no such credential.");
  }
}
