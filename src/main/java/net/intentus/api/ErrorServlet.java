package net.intentus.api;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.intentus.config.Ids;
import net.intentus.intent.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong where the container noticed it, in our words instead of its own: a problem
 * document for programs, a plain page in the console. Only the container leads here.
 */
public class ErrorServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Ids ids;

  /** Whether errors at that address are shown to a person. */
  static boolean wantsPage(@Nullable String uri) {
    return uri != null && (uri.equals("/console") || uri.startsWith("/console/"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (RequestIds.of(request) == null) { // refused before any filter was reached
      request.setAttribute(RequestIds.ATTRIBUTE, ids.next());
      response.setHeader("X-Request-Id", RequestIds.of(request));
    }
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      ServletProblems.write(request, response, problem(404), request.getRequestURI());
      return;
    }
    String uri = (String) request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Problem problem = problem(status(request));
    SecurityHeaders.write(request, response, uri == null ? "" : uri);
    if (wantsPage(uri)) {
      page(request, response, problem);
    } else {
      ServletProblems.write(request, response, problem, uri == null ? "" : uri);
    }
  }

  private static int status(HttpServletRequest request) {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return status instanceof Integer code && code >= 400 && code < 600 ? code : 500;
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 401 ->
          Problem.of(
              ErrorCode.UNAUTHORIZED, "Send a valid API key as Authorization: Bearer <key>.");
      case 403 -> Problem.of(ErrorCode.FORBIDDEN, "That is not allowed.");
      case 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
      case 405, 501 ->
          new Problem(
              ErrorCode.METHOD_NOT_ALLOWED,
              405,
              "This address does not take that method.",
              List.of(),
              null);
      case 408 -> BodyProblems.tooSlow();
      case 413 -> Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large.");
      case 415 ->
          Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
      case 429 -> Problem.of(ErrorCode.CAPACITY_EXCEEDED, "Too much at once.").retryAfter(1);
      case 503 ->
          Problem.of(ErrorCode.STORAGE_UNAVAILABLE, "The database does not answer.").retryAfter(5);
      default ->
          status < 500
              ? new Problem(
                  ErrorCode.VALIDATION_ERROR,
                  status,
                  "The request cannot be understood.",
                  List.of(),
                  null)
              : Problem.of(
                  ErrorCode.INTERNAL_ERROR,
                  "Something went wrong here. The request id finds it in the log.");
    };
  }

  private static void page(
      HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    String html =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark"><title>%1$d · IntentusNet</title></head>
        <body><main>
        <h1>%1$d</h1>
        <p>%2$s</p>
        <p>Request id: <code>%3$s</code></p>
        <p><a href="/console/">Back to the console</a></p>
        </main></body></html>
        """
            .formatted(
                problem.status(), escaped(problem.detail()), escaped(RequestIds.of(request)));
    response.setStatus(problem.status());
    response.setContentType("text/html;charset=UTF-8");
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length); // so that nobody waits for the connection's end
    response.getOutputStream().write(body);
  }

  private static String escaped(@Nullable String text) {
    return text == null
        ? "none"
        : text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;");
  }
}
