package net.intentus.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.intentus.intent.ErrorCode;
import net.intentus.security.Area;
import net.intentus.security.CallerContext;
import net.intentus.security.RequestAuthentication;
import net.intentus.security.ReturnPath;

/**
 * Lets nobody past who has not said who it is, except at the open addresses: 401 as a problem
 * document at the API, the sign-in page in the console. Whoever asks for {@code /} is sent to the
 * console: a servlet mapped to the empty path is not reached on this server.
 */
public class AccessFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Area area = Area.of(request);
    if (request.getRequestURI().equals("/")) {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", ReturnPath.HOME);
    } else if (area == Area.OPEN || CallerContext.of(request).isPresent()) {
      chain.doFilter(request, response);
    } else if (request.getAttribute(RequestAuthentication.UNAVAILABLE) != null) {
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else if (area == Area.CONSOLE) {
      response.setStatus(HttpServletResponse.SC_SEE_OTHER);
      response.setHeader("Location", ReturnPath.login(target(request)));
    } else {
      ServletProblems.write(
          request,
          response,
          Problem.of(
              ErrorCode.UNAUTHORIZED, "Send a valid API key as Authorization: Bearer <key>."),
          request.getRequestURI());
    }
  }

  /** The page that was asked for; after a form, which cannot be sent again, the console's start. */
  private static String target(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return ReturnPath.HOME;
    }
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }
}
