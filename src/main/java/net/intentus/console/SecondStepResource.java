package net.intentus.console;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.intentus.security.CallerContext;
import net.intentus.security.Enrolment;
import net.intentus.security.ReturnPath;
import net.intentus.security.SecondStep;
import net.intentus.security.SessionCookie;
import net.intentus.security.ShortCookie;
import net.intentus.security.SignInResult;
import org.jspecify.annotations.Nullable;

/** The second step of signing in: a code, after the password. */
@Path("/login/code")
@ApplicationScoped
@PermitAll
public class SecondStepResource {
  private static final String PATH = "/console/login/code";

  @Inject Pages pages;
  @Inject SecondStep step;

  /** The address of the form that leads to the page afterwards. */
  static String url(@Nullable String next) {
    return Url.of(PATH, Map.of("next", ReturnPath.safe(next)));
  }

  /** The form; with a secret to put into an app for whoever must have one and has none. */
  @GET
  public Response form(
      @QueryParam("next") @Nullable String next, @Context HttpServletRequest request) {
    return CallerContext.session(request).isPresent()
        ? Pages.seeOther(ReturnPath.safe(next)).build()
        : form(request, 200, next, "");
  }

  /** Signs in and goes on to the page asked for, or shows the recovery codes of a new factor. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response prove(
      @FormParam("code") @DefaultValue("") String code,
      @FormParam("next") @Nullable String next,
      @Context HttpServletRequest request) {
    if (CallerContext.session(request).isPresent()) {
      return Pages.seeOther(ReturnPath.safe(next)).build();
    }
    SignInResult result =
        step.prove(
            ShortCookie.STEP.read(request).orElse(null),
            code,
            request.getRemoteAddr(),
            request.getHeader("User-Agent"));
    if (result instanceof SignInResult.SignedIn in) {
      return signedIn(Pages.seeOther(ReturnPath.safe(next)), in, request);
    }
    if (result instanceof SignInResult.Enrolled enrolled) {
      Map<String, Object> model =
          Map.of("codes", enrolled.recoveryCodes(), "back", ReturnPath.safe(next));
      return signedIn(pages.page(request, 200, "codes", model), enrolled.signedIn(), request);
    }
    if (result instanceof SignInResult.TooMany many) {
      String wait = "Too many failures. Try again in " + many.retryAfterSeconds() + " s.";
      return form(request, 429, next, wait);
    }
    return result instanceof SignInResult.Expired
        ? again(next, request)
        : form(request, 401, next, "That is not the code that the app shows now.");
  }

  private static Response signedIn(
      Response.ResponseBuilder answer, SignInResult.SignedIn in, HttpServletRequest request) {
    return answer
        .header("Set-Cookie", SessionCookie.set(in.token(), request))
        .header("Set-Cookie", ShortCookie.STEP.clear(request))
        .build();
  }

  private Response form(
      HttpServletRequest request, int status, @Nullable String next, String problem) {
    Optional<SecondStep.Waiting> waiting = step.find(ShortCookie.STEP.read(request).orElse(null));
    if (waiting.isEmpty()) {
      return again(next, request);
    }
    Map<String, Object> model = new HashMap<>();
    model.put("next", ReturnPath.safe(next));
    model.put("problem", problem);
    Enrolment enrolment = waiting.get().enrolment();
    model.put("enrolment", enrolment);
    model.put("picture", enrolment == null ? null : QrPicture.of(enrolment.uri()));
    return pages.page(request, status, "code", model).build();
  }

  /** Nobody waits, or not any more. */
  private static Response again(@Nullable String next, HttpServletRequest request) {
    return Pages.seeOther(ReturnPath.login(next))
        .header("Set-Cookie", ShortCookie.STEP.clear(request))
        .build();
  }
}
