package net.intentus.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.intentus.intent.Caller;
import net.intentus.security.Area;
import net.intentus.security.CallerContext;
import net.intentus.security.KeyResult;
import net.intentus.security.Refusals;
import net.intentus.security.RequestAuthentication;

/**
 * Tells the audit trail of what was refused: a bad key, and what the caller may not do. What policy
 * denied is no refusal of this kind: it has an execution, and the record says so.
 */
public class RefusalFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject transient Refusals refusals;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    int status = response.getStatus();
    if (status == HttpServletResponse.SC_UNAUTHORIZED
        && request.getAttribute(RequestAuthentication.REFUSED) instanceof KeyResult.Reason why) {
      refusals.badKey(why, request.getRemoteAddr(), request.getMethod(), Area.path(request));
    } else if (status == HttpServletResponse.SC_FORBIDDEN
        && !response.containsHeader(IntentsResource.EXECUTION_ID)) {
      Caller caller = CallerContext.of(request).orElse(null);
      if (caller != null) {
        refusals.forbidden(caller, request.getMethod(), Area.path(request));
      }
    }
  }
}
