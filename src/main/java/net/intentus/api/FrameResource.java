package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.submission.SubmissionResult;
import net.intentus.wire.Frame;
import net.intentus.wire.FrameReader;
import net.intentus.wire.FrameReading;

/** The IntentusNet wire frame as an entrance; otherwise the same as {@link IntentsResource}. */
@Path("/")
@ApplicationScoped
@RolesAllowed({"submitter", "operator", "admin"})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class FrameResource {
  private static final String EMCL = "emcl";

  @Inject IntentEntrance entrance;

  /** Executes the intent in a frame; a refusal is a frame of type {@code error}. */
  @POST
  public Response frame(byte[] body, @Context HttpServletRequest request) {
    try {
      return answer(entrance.submit(entrance.read(intent(body), request), request), request);
    } catch (ProblemException e) {
      return error(e.problem(), request);
    }
  }

  private static ObjectNode intent(byte[] body) {
    FrameReading reading = FrameReader.read(body);
    if (reading instanceof FrameReading.NotFrame wrong) {
      throw new ProblemException(Problem.invalid(wrong.violations()));
    }
    if (!(reading instanceof FrameReading.Understood understood)) {
      throw new ProblemException(Problem.malformed("The body must be exactly one JSON text."));
    }
    Frame frame = understood.frame();
    if (frame.messageType().equals(EMCL)) {
      throw new ProblemException(
          Problem.of(ErrorCode.NOT_SUPPORTED, "This version does not support EMCL yet."));
    }
    if (frame.messageType().equals(Frame.INTENT) && frame.body() instanceof ObjectNode intent) {
      return intent;
    }
    throw new ProblemException(Problem.malformed("The messageType must be intent."));
  }

  private static Response answer(SubmissionResult result, HttpServletRequest request) {
    if (result instanceof SubmissionResult.Answered answered) {
      Response.ResponseBuilder builder =
          Answers.json(200, Frame.of(Frame.RESPONSE, answered.response()).toJson());
      if (answered.executionId() != null) {
        builder.header(IntentsResource.EXECUTION_ID, answered.executionId());
      }
      if (answered.replayed()) {
        builder.header(IdempotencyHeader.REPLAYED, true);
      }
      return builder.build();
    }
    return error(IntentEntrance.problem((SubmissionResult.Refused) result), request);
  }

  private static Response error(Problem problem, HttpServletRequest request) {
    ObjectNode document = problem.toJson(request.getRequestURI(), RequestIds.of(request));
    Response.ResponseBuilder builder =
        Response.status(problem.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(Json.bytes(Frame.of(Frame.ERROR, document).toJson()));
    if (problem.retryAfterSeconds() != null) {
      builder.header("Retry-After", problem.retryAfterSeconds());
    }
    return builder.build();
  }
}
