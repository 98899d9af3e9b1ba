package net.intentus.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import java.util.List;
import net.intentus.security.SessionCookie;

/** Over https every cookie is for https alone, also those that hold no secret. */
public class SecureCookies implements ContainerResponseFilter {
  private static final String NAME = "Set-Cookie";
  private static final String MARK = "; Secure";

  @Context HttpServletRequest servlet;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    List<Object> cookies = response.getHeaders().get(NAME);
    if (cookies != null && SessionCookie.https(servlet)) {
      cookies.replaceAll(
          cookie -> cookie.toString().endsWith(MARK) ? cookie : cookie.toString() + MARK);
    }
  }
}
