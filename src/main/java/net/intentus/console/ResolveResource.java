package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.RecordReader;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;
import net.intentus.submission.Verdict;
import net.intentus.submission.VerdictResult;
import net.intentus.submission.Verdicts;

/** The form that decides an unknown execution. */
@Path("/")
@ApplicationScoped
@RolesAllowed({"operator", "admin"})
public class ResolveResource {
  @Inject Pages pages;
  @Inject ExecutionReader reader;
  @Inject RecordReader records;
  @Inject Verifier verifier;
  @Inject Verdicts verdicts;
  @Inject Clock clock;

  /** Carries the verdict out, or shows why not. */
  @POST
  @Path("/executions/{id}/resolve")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response resolve(
      @PathParam("id") String id,
      @FormParam("outcome") @DefaultValue("") String outcome,
      @FormParam("reason") @DefaultValue("") String reason,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    find(id, caller);
    Optional<Verdict.Outcome> wanted = Verdict.Outcome.find(outcome);
    if (wanted.isEmpty() || reason.isBlank() || reason.length() > Verdict.MAX_REASON) {
      return again(
          id,
          422,
          "Choose what happened, and say how you know in at most 1,000 characters.",
          request);
    }
    VerdictResult result = verdicts.resolve(id, new Verdict(wanted.get(), reason.strip()), caller);
    if (result instanceof VerdictResult.Conflict conflict) {
      return again(id, 409, conflict.detail(), request);
    }
    if (result instanceof VerdictResult.Refused refused) {
      return again(id, refused.why().code().httpStatus(), refused.why().detail(), request);
    }
    return Pages.seeOther(Url.execution(id), "decided", id);
  }

  private Response again(String id, int status, String problem, HttpServletRequest request) {
    ExecutionDetail detail = find(id, CallerContext.require(request));
    ExecutionView view =
        ExecutionView.of(detail, verifier.states(List.of(id)).get(id), "decision", clock.instant());
    String parent = records.find(id).map(ExecutionRecord::parentExecutionId).orElse(null);
    Related related =
        Related.of(id, parent, records.replays(id), RecordReader.MAX_REPLAYS, clock.instant());
    return pages
        .page(
            request,
            status,
            "execution",
            Map.of("view", view, "related", related, "problem", problem))
        .build();
  }

  private ExecutionDetail find(String id, Caller caller) {
    return reader
        .find(id)
        .filter(found -> caller.sees(found.summary().tenant()))
        .orElseThrow(NotFoundException::new);
  }
}
