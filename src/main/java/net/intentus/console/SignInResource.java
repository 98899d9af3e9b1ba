package net.intentus.console;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleSession;
import net.intentus.security.Provider;
import net.intentus.security.ProviderSignIn;
import net.intentus.security.ReturnPath;
import net.intentus.security.SessionCookie;
import net.intentus.security.Sessions;
import net.intentus.security.ShortCookie;
import net.intentus.security.SignIn;
import net.intentus.security.SignInResult;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and the theme. */
@Path("/")
@ApplicationScoped
public class SignInResource {
  private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;

  @Inject Pages pages;
  @Inject SignIn signIn;
  @Inject Sessions sessions;
  @Inject Provider provider;
  @Inject ProviderSignIn atProvider;

  /** The form, or the page asked for when that is not needed. */
  @GET
  @Path("/login")
  @PermitAll
  public Response form(
      @QueryParam("next") @Nullable String next, @Context HttpServletRequest request) {
    if (CallerContext.session(request).isPresent()) {
      return Pages.seeOther(ReturnPath.safe(next)).build();
    }
    return pages.ok(request, "login", model(next, ""));
  }

  /** Signs in and goes on to the page asked for. */
  @POST
  @Path("/login")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @PermitAll
  public Response signIn(
      @FormParam("username") @Nullable String name,
      @FormParam("password") @Nullable String password,
      @FormParam("next") @Nullable String next,
      @Context HttpServletRequest request) {
    SignInResult result =
        signIn.attempt(
            name == null ? "" : name,
            password == null ? "" : password,
            request.getRemoteAddr(),
            request.getHeader("User-Agent"));
    if (result instanceof SignInResult.SignedIn signedIn) {
      return Pages.seeOther(ReturnPath.safe(next))
          .header("Set-Cookie", SessionCookie.set(signedIn.token(), request))
          .build();
    }
    if (result instanceof SignInResult.NeedsCode needs) {
      return Pages.seeOther(SecondStepResource.url(next))
          .header("Set-Cookie", ShortCookie.STEP.set(needs.token(), request))
          .build();
    }
    if (result instanceof SignInResult.TooMany many) {
      String wait = "Too many failures. Try again in " + many.retryAfterSeconds() + " s.";
      return pages
          .page(request, 429, "login", model(next, wait))
          .header("Retry-After", many.retryAfterSeconds())
          .build();
    }
    return pages
        .page(
            request,
            401,
            "login",
            model(next, "That did not work. Check the name and the password."))
        .build();
  }

  /** Ends the session. */
  @POST
  @Path("/logout")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
  public Response signOut(@Context HttpServletRequest request) {
    Optional<ConsoleSession> session = CallerContext.session(request);
    session.ifPresent(ended -> sessions.end(ended, request.getRemoteAddr()));
    request.removeAttribute(CallerContext.CALLER);
    Optional<String> further =
        session
            .filter(ended -> ended.user().ofProvider())
            .flatMap(ended -> atProvider.endSession(Origin.of(request) + "/console/login"));
    return further
        .map(address -> pages.page(request, 200, "signedout", Map.of("address", address)))
        .orElseGet(() -> Pages.seeOther("/console/login"))
        .header("Set-Cookie", SessionCookie.clear(request))
        .build();
  }

  /** Keeps the theme and goes back to the page. */
  @POST
  @Path("/theme")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
  public Response theme(
      @FormParam("theme") @Nullable String theme, @FormParam("next") @Nullable String next) {
    String chosen = theme != null && Pages.THEMES.contains(theme) ? theme : "system";
    return Pages.seeOther(ReturnPath.safe(next))
        .header("Set-Cookie", Pages.cookie(Pages.THEME_COOKIE, chosen, YEAR_SECONDS))
        .build();
  }

  private Map<String, Object> model(@Nullable String next, String problem) {
    return SignInView.model(provider, next, problem);
  }
}
