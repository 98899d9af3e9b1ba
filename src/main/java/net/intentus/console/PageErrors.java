package net.intentus.console;

import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns whatever a page throws into a page that says what happened and what to do. */
public class PageErrors implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(PageErrors.class.getName());

  /** Where the entrance keeps the id of the request. */
  private static final String REQUEST_ID = "net.intentus.requestId";

  @Context HttpServletRequest request;
  @Inject Pages pages;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException known) {
      Response answer = known.getResponse();
      return answer.getStatus() < 400 || answer.hasEntity() ? answer : page(answer.getStatus());
    }
    LOG.log(Level.SEVERE, "a page failed unexpectedly", thrown);
    return page(storage(thrown) ? 503 : 500);
  }

  private static boolean storage(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PersistenceException) {
        return true;
      }
    }
    return false;
  }

  private Response page(int status) {
    ProblemView view =
        switch (status) {
          case 403 -> view(status, "Not allowed", "Your roles do not allow that.", "FORBIDDEN");
          case 404 ->
              view(
                  status,
                  "Not found",
                  "There is nothing at this address, or it belongs to another tenant.",
                  "NOT_FOUND");
          case 405 ->
              view(
                  status,
                  "Not possible here",
                  "This address takes no such request. Go back and try again.",
                  "METHOD_NOT_ALLOWED");
          case 503 ->
              view(
                  status,
                  "The database does not answer",
                  "Nothing is lost: what was acknowledged is recorded. Try again in a moment.",
                  "STORAGE_UNAVAILABLE");
          default ->
              status < 500
                  ? view(status, "That did not work", "The request cannot be understood.", null)
                  : view(
                      500,
                      "Something went wrong here",
                      "The request id finds it in the log.",
                      "INTERNAL_ERROR");
        };
    return pages.page(request, view.status(), "problem", Map.of("view", view)).build();
  }

  private ProblemView view(int status, String title, String detail, @Nullable String code) {
    Object id = request.getAttribute(REQUEST_ID);
    return new ProblemView(
        status,
        title,
        detail,
        id == null ? "" : id.toString(),
        code == null ? null : Url.runbook(code));
  }
}
