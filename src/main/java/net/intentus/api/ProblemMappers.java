package net.intentus.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.intentus.intent.ErrorCode;

/** Turns everything that can be thrown in a resource into a problem document. */
final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class.getName());

  private ProblemMappers() {}

  /** Our own problems. */
  public static class OfProblem implements ExceptionMapper<ProblemException> {
    @Context HttpServletRequest request;

    @Override
    public Response toResponse(ProblemException exception) {
      return exception.problem().toResponse(request.getRequestURI(), RequestIds.of(request));
    }
  }

  /** JAX-RS's own: no such path, method or media type. */
  public static class OfWeb implements ExceptionMapper<WebApplicationException> {
    @Context HttpServletRequest request;

    @Override
    public Response toResponse(WebApplicationException exception) {
      int status = exception.getResponse().getStatus();
      Problem problem =
          switch (status) {
            case 404 -> Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address.");
            case 405 ->
                Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This address does not take that method.");
            case 406 ->
                Problem.of(
                    ErrorCode.NOT_ACCEPTABLE, "This address has no form that the request accepts.");
            case 415 ->
                Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
            default ->
                status >= 500
                    ? unexpected(exception)
                    : new Problem(
                        ErrorCode.VALIDATION_ERROR,
                        status,
                        "The request cannot be understood.",
                        java.util.List.of(),
                        null);
          };
      return problem.toResponse(request.getRequestURI(), RequestIds.of(request));
    }
  }

  /** Bugs and broken infrastructure. */
  public static class OfAnything implements ExceptionMapper<Throwable> {
    @Context HttpServletRequest request;

    @Override
    public Response toResponse(Throwable exception) {
      for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
        if (cause instanceof ProblemException known) {
          return known.problem().toResponse(request.getRequestURI(), RequestIds.of(request));
        }
      }
      return unexpected(exception).toResponse(request.getRequestURI(), RequestIds.of(request));
    }
  }

  private static Problem unexpected(Throwable exception) {
    LOG.log(Level.SEVERE, "a request failed unexpectedly", exception);
    return Problem.of(
        ErrorCode.INTERNAL_ERROR, "Something went wrong here. The request id finds it in the log.");
  }
}
