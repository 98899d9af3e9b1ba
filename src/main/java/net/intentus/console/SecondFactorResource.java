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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.security.CallerContext;
import net.intentus.security.ConsoleSession;
import net.intentus.security.Enrolment;
import net.intentus.security.OwnFactor;
import net.intentus.security.OwnFactor.Result;
import org.jspecify.annotations.Nullable;

/** One's own second factor. */
@Path("/second-factor")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
public class SecondFactorResource {
  private static final String PATH = "/console/second-factor";

  @Inject Pages pages;
  @Inject OwnFactor factor;

  /** What there is, and the forms that change it. */
  @GET
  public Response form(@Context HttpServletRequest request) {
    return page(request, 200, PlainForm.empty(), null);
  }

  /** Offers a secret, and shows it this once. */
  @POST
  @Path("/begin")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response begin(
      @FormParam("current") @DefaultValue("") String current, @Context HttpServletRequest request) {
    return done(request, factor.begin(session(request), current), null);
  }

  /** Takes what was offered into use, and shows the recovery codes this once. */
  @POST
  @Path("/confirm")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response confirm(
      @FormParam("code") @DefaultValue("") String code, @Context HttpServletRequest request) {
    ConsoleSession session = session(request);
    Result result = factor.confirm(session, code, request.getRemoteAddr());
    return done(request, result, factor.offered(session).orElse(null));
  }

  /** Makes new recovery codes, and shows them this once. */
  @POST
  @Path("/codes")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response codes(
      @FormParam("current") @DefaultValue("") String current, @Context HttpServletRequest request) {
    ConsoleSession session = session(request);
    return done(request, factor.renewCodes(session, current, request.getRemoteAddr()), null);
  }

  /** Takes the factor away. */
  @POST
  @Path("/disable")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response disable(
      @FormParam("current") @DefaultValue("") String current, @Context HttpServletRequest request) {
    ConsoleSession session = session(request);
    return done(request, factor.disable(session, current, request.getRemoteAddr()), null);
  }

  private Response done(HttpServletRequest request, Result result, @Nullable Enrolment offered) {
    if (result instanceof Result.Offered now) {
      return page(request, 200, PlainForm.empty(), now.enrolment());
    }
    if (result instanceof Result.Invalid invalid) {
      PlainForm wrong = PlainForm.empty().wrong(List.of(invalid.violation()));
      return page(request, 422, wrong, offered);
    }
    List<String> codes = ((Result.Done) result).recoveryCodes();
    return codes.isEmpty()
        ? Pages.seeOther(PATH, "factor-off", "")
        : pages.ok(request, "codes", Map.of("codes", codes, "back", PATH));
  }

  private Response page(
      HttpServletRequest request, int status, PlainForm form, @Nullable Enrolment enrolment) {
    ConsoleSession session = session(request);
    Map<String, Object> model = new HashMap<>();
    model.put("form", form);
    model.put("state", factor.state(session));
    model.put("optional", factor.optional(session));
    model.put("enrolment", enrolment);
    model.put("picture", enrolment == null ? null : QrPicture.of(enrolment.uri()));
    return pages.page(request, status, "secondfactor", model).build();
  }

  private static ConsoleSession session(HttpServletRequest request) {
    return CallerContext.session(request).orElseThrow(ForbiddenException::new);
  }
}
