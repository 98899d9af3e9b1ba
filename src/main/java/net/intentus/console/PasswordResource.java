package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleSession;
import net.intentus.security.OwnPassword;
import net.intentus.security.SessionCookie;
import net.intentus.security.UserChange;

/** One's own password. */
@Path("/password")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
public class PasswordResource {
  @Inject Pages pages;
  @Inject OwnPassword passwords;

  /** The form. */
  @GET
  public Response form(@Context HttpServletRequest request) {
    return pages.ok(request, "password", Map.of("form", PlainForm.empty()));
  }

  /** Changes the password; whoever did it signs in again with the new one. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @FormParam("current") @DefaultValue("") String current,
      @FormParam("password") @DefaultValue("") String password,
      @Context HttpServletRequest request) {
    ConsoleSession session = CallerContext.session(request).orElseThrow(ForbiddenException::new);
    UserChange change = passwords.change(session, current, password, request.getRemoteAddr());
    if (change instanceof UserChange.Invalid invalid) {
      PlainForm wrong = PlainForm.empty().wrong(invalid.violations());
      return pages.page(request, 422, "password", Map.of("form", wrong)).build();
    }
    if (change instanceof UserChange.NotFound) {
      throw new NotFoundException();
    }
    return Pages.seeOther("/console/login")
        .header("Set-Cookie", SessionCookie.clear(request))
        .build();
  }
}
