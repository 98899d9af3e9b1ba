package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import net.intentus.config.Ids;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Violation;
import net.intentus.journal.ExecutionRecord;
import net.intentus.security.CallerContext;
import net.intentus.submission.ReplayResult;
import net.intentus.submission.Replays;

/** Running a recorded envelope again. */
@Path("/executions")
@ApplicationScoped
@RolesAllowed({"operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class ReplayResource {
  @Inject VisibleRecords records;
  @Inject Replays replays;
  @Inject Clock clock;
  @Inject Ids ids;

  /** Answers as a submission does; the new execution names the one that it repeats. */
  @POST
  @Path("/{id}/replay")
  public Response replay(
      @PathParam("id") String id, byte[] body, @Context HttpServletRequest request) {
    ExecutionRecord record = records.require(id, request);
    refuseHeaders(request);
    ReplayResult result =
        replays.replay(
            record,
            ReplayDocuments.read(body),
            CallerContext.require(request),
            new EnvelopeReader.Defaults(
                clock.instant(),
                RequestIds.of(request),
                request.getHeader("traceparent"),
                ids::next));
    if (result instanceof ReplayResult.Submitted submitted) {
      return IntentsResource.answer(submitted.result());
    }
    throw new ProblemException(problem(result));
  }

  private static Problem problem(ReplayResult result) {
    if (result instanceof ReplayResult.Invalid invalid) {
      return Problem.invalid(invalid.violations());
    }
    ReplayResult.Conflict conflict = (ReplayResult.Conflict) result;
    List<Violation> missing =
        conflict instanceof ReplayResult.Redacted redacted
            ? redacted.pointers().stream()
                .map(pointer -> new Violation(pointer, "was redacted; payloadPatch must supply it"))
                .toList()
            : List.of();
    return new Problem(ErrorCode.CONFLICT, 409, conflict.detail(), missing, null);
  }

  /** They change how often an agent is called, so they must not be ignored. */
  private static void refuseHeaders(HttpServletRequest request) {
    for (String name : List.of("Idempotency-Key", "Intentus-Callback", "Prefer")) {
      if (request.getHeader(name) != null) {
        throw new ProblemException(
            ErrorCode.NOT_SUPPORTED, "A replay does not support " + name + ".");
      }
    }
  }
}
