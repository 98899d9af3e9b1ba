package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import net.intentus.intent.Json;

/** Writes problem documents where no JAX-RS resource was reached. */
final class ServletProblems {
  private ServletProblems() {}

  /** Answers and ends the connection, so that nothing more of the request has to be read. */
  static void end(HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.setHeader("Connection", "close");
    if (ErrorServlet.wantsPage(request.getRequestURI())) {
      if (problem.retryAfterSeconds() != null) {
        response.setHeader("Retry-After", problem.retryAfterSeconds().toString());
      }
      response.sendError(problem.status());
    } else {
      write(request, response, problem, request.getRequestURI());
    }
  }

  static void write(
      HttpServletRequest request, HttpServletResponse response, Problem problem, String instance)
      throws IOException {
    byte[] body = Json.bytes(problem.toJson(instance, RequestIds.of(request)));
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    if (problem.retryAfterSeconds() != null) {
      response.setHeader("Retry-After", problem.retryAfterSeconds().toString());
    }
    if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"intentusnet\"");
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
