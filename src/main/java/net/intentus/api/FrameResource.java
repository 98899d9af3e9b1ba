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
import java.util.List;
import java.util.function.Function;
import net.intentus.intent.Json;
import net.intentus.submission.SubmissionResult;
import net.intentus.wire.Frame;
import net.intentus.wire.FrameReader;
import net.intentus.wire.FrameReading;
import net.intentus.wire.PeerGate;
import net.intentus.wire.PeerReading;

/** The IntentusNet wire frame as an entrance; otherwise the same as {@link IntentsResource}. */
@Path("/")
@ApplicationScoped
@RolesAllowed({"submitter", "operator", "admin"})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class FrameResource {
  @Inject IntentEntrance entrance;
  @Inject PeerGate gate;

  /** Executes the intent in a frame; a refusal is a frame of type {@code error}. */
  @POST
  public Response frame(byte[] body, @Context HttpServletRequest request) {
    try {
      Frame frame = read(body);
      return frame.messageType().equals(Frame.EMCL)
          ? sealed(frame, body, request)
          : readable(frame, body, request);
    } catch (ProblemException e) {
      return error(e.problem(), request);
    }
  }

  private static Frame read(byte[] body) {
    FrameReading reading = FrameReader.read(body);
    if (reading instanceof FrameReading.NotFrame wrong) {
      throw new ProblemException(Problem.invalid(wrong.violations()));
    }
    if (!(reading instanceof FrameReading.Understood understood)) {
      throw new ProblemException(Problem.malformed("The body must be exactly one JSON text."));
    }
    return understood.frame();
  }

  private Response readable(Frame frame, byte[] body, HttpServletRequest request) {
    if (!frame.messageType().equals(Frame.INTENT) || !(frame.body() instanceof ObjectNode intent)) {
      throw new ProblemException(Problem.malformed("The messageType must be intent or emcl."));
    }
    PeerReading reading = gate.vouch(frame, body, PeerHeaders.of(request));
    ObjectNode said =
        reading instanceof PeerReading.Vouched vouched ? vouched.body() : trusted(reading, intent);
    SubmissionResult result = entrance.submit(entrance.read(said, request), request);
    return answer(result, request, response -> Frame.of(Frame.RESPONSE, response));
  }

  private static ObjectNode trusted(PeerReading reading, ObjectNode intent) {
    if (reading instanceof PeerReading.Unclaimed) {
      return intent;
    }
    throw PeerHeaders.refusal(reading);
  }

  /** What is wrong inside is not told in detail: the answer to it can be read by anybody. */
  private Response sealed(Frame frame, byte[] body, HttpServletRequest request) {
    PeerReading reading = gate.open(frame, body, PeerHeaders.of(request));
    if (!(reading instanceof PeerReading.Genuine asked)) {
      throw PeerHeaders.refusal(reading);
    }
    try {
      SubmissionResult result = entrance.submit(entrance.read(asked.body(), request), request);
      return answer(result, request, response -> gate.answer(asked, response));
    } catch (ProblemException e) {
      Problem found = e.problem();
      throw new ProblemException(
          new Problem(
              found.code(), found.status(), found.detail(), List.of(), found.retryAfterSeconds()));
    }
  }

  private static Response answer(
      SubmissionResult result, HttpServletRequest request, Function<ObjectNode, Frame> frame) {
    if (result instanceof SubmissionResult.Answered answered) {
      Response.ResponseBuilder builder =
          Answers.json(200, frame.apply(answered.response()).toJson());
      if (answered.executionId() != null) {
        builder.header(IntentsResource.EXECUTION_ID, answered.executionId());
      }
      if (answered.replayed()) {
        builder.header(IdempotencyHeader.REPLAYED, true);
      }
      RateHeaders.add(builder, answered);
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
