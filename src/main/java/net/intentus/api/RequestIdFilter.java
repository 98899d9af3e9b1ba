package net.intentus.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.intentus.config.Ids;
import net.intentus.privacy.SecretShapes;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id: the client's {@code X-Request-Id} when it is 1 to 128 visible ASCII
 * characters that do not look like a secret, else a new one. The answer carries it, and so do
 * problems and logs.
 */
public class RequestIdFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String HEADER = "X-Request-Id";
  private static final int MAX_LENGTH = 128;

  @Inject transient Ids ids;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String given = request.getHeader(HEADER);
    String id = usable(given) ? given : ids.next();
    request.setAttribute(RequestIds.ATTRIBUTE, id);
    response.setHeader(HEADER, id);
    chain.doFilter(request, response);
  }

  private static boolean usable(@Nullable String id) {
    return id != null
        && !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.chars().allMatch(c -> c > ' ' && c < 0x7f)
        && !SecretShapes.in(id);
  }
}
