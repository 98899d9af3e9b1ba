package net.intentus.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Refuses (403) changes in the console that no page of ours asked for.
 *
 * <p>Reads the token from the form, so it must stand behind the body limit filter, whose request
 * stays readable after its parameters were looked at.
 */
public class CsrfFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!Csrf.changes(request) || (Csrf.sameOrigin(request) && proven(request))) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private static boolean proven(HttpServletRequest request) {
    // Looked at for every form, so that a body that is too large ends here and not in a page.
    String field = request.getParameter(Csrf.FIELD);
    Optional<ConsoleSession> session = CallerContext.session(request);
    if (session.isEmpty()) {
      return Area.of(request) == Area.OPEN;
    }
    String header = request.getHeader(Csrf.HEADER);
    return Csrf.check(session.get(), header != null ? header : field);
  }
}
