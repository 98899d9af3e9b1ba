package net.intentus.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.intentus.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Answers 413 to a body over {@code intentus.limits.max-body-bytes}: without reading it when its
 * length is announced, else as soon as one byte too many was read. The server itself has no limit.
 */
public class BodyLimitFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  @Inject transient Settings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    int limit = settings.limits().maxBodyBytes();
    if (request.getContentLengthLong() > limit) {
      refuse(request, response, BodyTooLarge.problem(limit));
      return;
    }
    try {
      chain.doFilter(new BoundedRequest(request, limit), response);
    } catch (IOException | ServletException | RuntimeException e) {
      ProblemException problem = problemIn(e);
      if (problem == null) {
        throw e;
      }
      refuse(request, response, problem.problem());
    }
  }

  /** Whatever was reading the body may have wrapped what ended it. */
  private static @Nullable ProblemException problemIn(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (cause instanceof ProblemException problem) {
        return problem;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** What is left of the body is not worth reading, so the connection ends with the answer. */
  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.setHeader("Connection", "close");
    if (ErrorServlet.wantsPage(request.getRequestURI())) {
      response.sendError(problem.status());
    } else {
      ServletProblems.write(request, response, problem, request.getRequestURI());
    }
  }
}
