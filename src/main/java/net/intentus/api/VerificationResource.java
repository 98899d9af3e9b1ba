package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.journal.SweepProgress;
import net.intentus.journal.VerificationState;
import net.intentus.journal.VerificationSweep;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;

/** The scheduled check of all records: how far it is, and what it found. */
@Path("/verification")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class VerificationResource {
  private static final int SHOWN = 50;

  @Inject VerificationSweep sweep;
  @Inject Verifier verifier;
  @Inject Settings settings;

  /** Progress, and the newest records of the caller's tenant that did not hold. */
  @GET
  public Response state(@Context HttpServletRequest request) {
    return Answers.ok(document(sweep.progress(), CallerContext.require(request)));
  }

  /** Begins a round now, unless one is running. */
  @POST
  @Path("/sweep")
  @RolesAllowed("admin")
  public Response sweep(@Context HttpServletRequest request) {
    Caller caller =
        CallerContext.requireAllTenants(
            request,
            () ->
                new ProblemException(
                    ErrorCode.FORBIDDEN, "A sweep checks the records of all tenants."));
    return Answers.json(202, document(sweep.request(caller), caller)).build();
  }

  private ObjectNode document(SweepProgress progress, Caller caller) {
    ObjectNode json = Json.object();
    json.put("state", progress.running() ? "running" : "idle");
    json.put("intervalHours", settings.verification().sweepIntervalHours());
    json.put("perSecond", settings.verification().sweepPerSecond());
    json.put("startedAt", progress.startedAt() == null ? null : Times.format(progress.startedAt()));
    json.put(
        "finishedAt", progress.finishedAt() == null ? null : Times.format(progress.finishedAt()));
    if (caller.allTenants()) { // how much others record is nobody else's business
      json.put("checked", progress.checked());
      json.put("mismatched", progress.mismatched());
    }
    ArrayNode rows = json.putArray("mismatches");
    for (VerificationState found :
        verifier.mismatches(caller.allTenants() ? null : caller.tenant(), SHOWN)) {
      ObjectNode row = ExecutionDocuments.verification(found);
      row.put("executionId", found.executionId());
      rows.add(row);
    }
    return json;
  }
}
