package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import net.intentus.config.Ids;
import net.intentus.intent.Caller;
import net.intentus.intent.EnvelopeReader;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.RecordReader;
import net.intentus.security.CallerContext;
import net.intentus.submission.ReplayResult;
import net.intentus.submission.Replays;
import net.intentus.submission.SubmissionResult;

/** The form that runs a record again, edited or not. Afterwards the browser is sent on (303). */
@Path("/executions/{id}/replay")
@ApplicationScoped
@RolesAllowed({"operator", "admin"})
public class ReplayResource {
  @Inject Pages pages;
  @Inject RecordReader records;
  @Inject Replays replays;
  @Inject Clock clock;
  @Inject Ids ids;

  /** The form as the record has it. */
  @GET
  public Response form(@PathParam("id") String id, @Context HttpServletRequest request) {
    return pages.ok(request, "replay", Map.of("view", view(find(id, request), request)));
  }

  /** Runs it and goes to the new execution, or shows what is wrong with the form. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response replay(
      @PathParam("id") String id,
      MultivaluedMap<String, String> fields,
      @Context HttpServletRequest request) {
    ExecutionRecord record = find(id, request);
    ReplayForm form = ReplayForm.of(fields);
    Map<String, String> problems = form.problems();
    if (!problems.isEmpty()) {
      return again(request, record, form, problems, 422);
    }
    ReplayResult result =
        replays.replay(
            record,
            form.request(
                record.envelope().shown() == null ? Json.object() : record.envelope().shown()),
            CallerContext.require(request),
            new EnvelopeReader.Defaults(clock.instant(), null, null, ids::next));
    if (result instanceof ReplayResult.Submitted submitted) {
      return submitted(submitted.result(), request, record, form);
    }
    return again(request, record, form, problems(result), status(result));
  }

  private Response submitted(
      SubmissionResult result,
      HttpServletRequest request,
      ExecutionRecord record,
      ReplayForm form) {
    if (result instanceof SubmissionResult.Answered answered && answered.executionId() != null) {
      return Pages.seeOther(
          Url.execution(answered.executionId()), "replayed", record.summary().executionId());
    }
    String detail =
        result instanceof SubmissionResult.Refused refused
            ? refused.detail()
            : "It is not recorded.";
    int status =
        result instanceof SubmissionResult.Refused refused ? refused.code().httpStatus() : 500;
    return again(request, record, form, Map.of("", detail), status);
  }

  private static Map<String, String> problems(ReplayResult result) {
    if (result instanceof ReplayResult.Invalid invalid) {
      return ReplayView.errors(invalid.violations());
    }
    if (result instanceof ReplayResult.Redacted redacted) {
      return ReplayView.errors(
          redacted.pointers().stream()
              .map(pointer -> new Violation(pointer, "was redacted: write the value"))
              .toList());
    }
    if (result instanceof ReplayResult.NeedsForce needs) {
      return Map.of(
          "force",
          "Its work cannot be undone: "
              + String.join(", ", needs.agents())
              + ". Tick this to call it again, and say why.");
    }
    return Map.of("", ((ReplayResult.Conflict) result).detail());
  }

  private static int status(ReplayResult result) {
    return result instanceof ReplayResult.Invalid ? 422 : 409;
  }

  private Response again(
      HttpServletRequest request,
      ExecutionRecord record,
      ReplayForm form,
      Map<String, String> errors,
      int status) {
    ReplayView view = view(record, request).sent(form.values(), errors);
    return pages.page(request, status, "replay", Map.of("view", view)).build();
  }

  private ReplayView view(ExecutionRecord record, HttpServletRequest request) {
    return ReplayView.of(record, replays.prospect(record, CallerContext.require(request)));
  }

  private ExecutionRecord find(String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    return records
        .find(id)
        .filter(record -> caller.sees(record.summary().tenant()))
        .orElseThrow(NotFoundException::new);
  }
}
