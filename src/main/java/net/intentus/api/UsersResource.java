package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleUser;
import net.intentus.security.UserChange;
import net.intentus.security.Users;

/** People who may sign in to the console: an administrator manages those of its tenant. */
@Path("/users")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {
  @Inject Users users;

  /** One page, by name. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<ConsoleUser> found =
        users.page(CallerContext.require(request), page.after(), page.reach());
    return page.answer(found, UserDocuments::user, ConsoleUser::name);
  }

  /** Makes a user; a password that is left out is generated and shown in this answer alone. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(byte[] body, @Context HttpServletRequest request) {
    UserDocuments.Wanted wanted =
        UserDocuments.read(body, Set.of("name", "tenant", "roles", "password"));
    UserChange change =
        users.create(
            CallerContext.require(request),
            wanted.name(),
            wanted.tenant(),
            Objects.requireNonNullElse(wanted.roles(), Set.of()),
            wanted.password());
    return answer(201, change);
  }

  /** One user. */
  @GET
  @Path("/{name}")
  public Response get(@PathParam("name") String name, @Context HttpServletRequest request) {
    return Answers.ok(UserDocuments.user(find(CallerContext.require(request), name)));
  }

  /** Changes tenant, roles, and whether the user may sign in; what is left out stays. */
  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(
      @PathParam("name") String name, byte[] body, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    ConsoleUser before = find(caller, name);
    UserDocuments.Wanted wanted = UserDocuments.read(body, Set.of("tenant", "roles", "disabled"));
    ConsoleUser after =
        new ConsoleUser(
            name,
            Objects.requireNonNullElse(wanted.tenant(), before.tenant()),
            Objects.requireNonNullElse(wanted.roles(), before.roles()),
            Objects.requireNonNullElse(wanted.disabled(), before.disabled()));
    return answer(200, users.change(caller, after));
  }

  /** Sets or generates a password, and ends all sessions of the user. */
  @POST
  @Path("/{name}/password")
  public Response password(
      @PathParam("name") String name, byte[] body, @Context HttpServletRequest request) {
    UserDocuments.Wanted wanted = UserDocuments.read(body, Set.of("password"));
    return answer(
        200, users.resetPassword(CallerContext.require(request), name, wanted.password()));
  }

  /** Takes the second factor away, whose device is lost, and ends all sessions of the user. */
  @DELETE
  @Path("/{name}/second-factor")
  public Response factor(@PathParam("name") String name, @Context HttpServletRequest request) {
    UserChange change = users.resetFactor(CallerContext.require(request), name);
    if (change instanceof UserChange.Changed) {
      return Response.noContent().build();
    }
    throw UserDocuments.refusal(change);
  }

  private ConsoleUser find(Caller caller, String name) {
    return users
        .find(caller, name)
        .orElseThrow(() -> UserDocuments.refusal(new UserChange.NotFound()));
  }

  private static Response answer(int status, UserChange change) {
    if (change instanceof UserChange.Changed changed) {
      return Answers.json(status, UserDocuments.changed(changed)).build();
    }
    throw UserDocuments.refusal(change);
  }
}
