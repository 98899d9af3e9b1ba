package net.intentus.console;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import net.intentus.security.Provider;
import net.intentus.security.ProviderResult;
import net.intentus.security.ProviderSignIn;
import net.intentus.security.SessionCookie;
import net.intentus.security.ShortCookie;
import org.jspecify.annotations.Nullable;

/** Signing in at an OpenID provider. */
@Path("/login/provider")
@ApplicationScoped
@PermitAll
public class ProviderResource {
  static final String PATH = "/console/login/provider";
  private static final String AWAY =
      "The provider does not answer. Sign in with a password, or try again later.";

  @Inject Pages pages;
  @Inject Provider provider;
  @Inject ProviderSignIn signIn;

  /** Sends the browser to the provider. */
  @GET
  public Response begin(
      @QueryParam("next") @Nullable String next, @Context HttpServletRequest request) {
    if (provider.buttonLabel().isEmpty()) {
      throw new NotFoundException();
    }
    return signIn
        .begin(callback(request), next)
        .map(
            begun ->
                Pages.seeOther(begun.address())
                    .header("Set-Cookie", ShortCookie.PROVIDER.set(begun.cookie(), request)))
        .orElseGet(() -> problem(request, 503, AWAY))
        .build();
  }

  /** Takes the browser back and signs it in. */
  @GET
  @Path("/callback")
  public Response finish(
      @QueryParam("state") @Nullable String state,
      @QueryParam("code") @Nullable String code,
      @QueryParam("iss") @Nullable String issuer,
      @Context HttpServletRequest request) {
    if (provider.buttonLabel().isEmpty()) {
      throw new NotFoundException();
    }
    ProviderResult result =
        signIn.finish(
            new ProviderSignIn.Answer(
                ShortCookie.PROVIDER.read(request).orElse(null),
                state,
                code,
                issuer,
                request.getRemoteAddr(),
                request.getHeader("User-Agent")));
    return answer(request, result)
        .header("Set-Cookie", ShortCookie.PROVIDER.clear(request))
        .build();
  }

  private Response.ResponseBuilder answer(HttpServletRequest request, ProviderResult result) {
    if (result instanceof ProviderResult.SignedIn in) {
      return Pages.seeOther(in.next()).header("Set-Cookie", SessionCookie.set(in.token(), request));
    }
    return result instanceof ProviderResult.Refused refused
        ? problem(request, 401, refused.reason())
        : problem(request, 503, AWAY);
  }

  private Response.ResponseBuilder problem(HttpServletRequest request, int status, String words) {
    return pages.page(request, status, "login", SignInView.model(provider, null, words));
  }

  private static String callback(HttpServletRequest request) {
    return Origin.of(request) + PATH + "/callback";
  }
}
