package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.intent.ErrorCode;

/** What the contract describes and this version does not have: refused, never ignored. */
@Path("/{what: (approvals|queues)(/.*)?}")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class NotBuiltResource {

  /** Not yet. */
  @GET
  public Response get() {
    throw refusal();
  }

  /** Not yet. */
  @POST
  public Response post() {
    throw refusal();
  }

  /** Not yet. */
  @PUT
  public Response put() {
    throw refusal();
  }

  /** Not yet. */
  @DELETE
  public Response delete() {
    throw refusal();
  }

  private static ProblemException refusal() {
    return new ProblemException(
        ErrorCode.NOT_SUPPORTED, "This version does not support this call yet.");
  }
}
