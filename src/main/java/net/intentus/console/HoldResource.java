package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Caller;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.Holds;
import net.intentus.journal.LegalHold;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;

/** The legal hold on one execution. */
@Path("/executions/{id}/hold")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class HoldResource {
  @Inject Pages pages;
  @Inject ExecutionReader reader;
  @Inject Verifier verifier;
  @Inject Holds holds;
  @Inject Clock clock;

  /** Whether it is held, and the form to change that. */
  @GET
  public Response page(@PathParam("id") String id, @Context HttpServletRequest request) {
    return page(id, request, 200, "");
  }

  /** Puts it under hold, or releases it. */
  @POST
  @RolesAllowed("admin")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response change(
      @PathParam("id") String id,
      @FormParam("action") @DefaultValue("") String action,
      @FormParam("reason") @DefaultValue("") String reason,
      @Context HttpServletRequest request) {
    find(id, request);
    Caller caller = CallerContext.require(request);
    String back = Url.execution(id) + "/hold";
    if (action.equals("release")) {
      holds.release(id, caller);
      return Pages.seeOther(back, "released", id);
    }
    String why = reason.strip();
    if (why.isEmpty() || why.length() > LegalHold.MAX_REASON) {
      return page(id, request, 422, "Say why, in at most " + LegalHold.MAX_REASON + " characters.");
    }
    if (holds.place(id, why, caller).isEmpty()) {
      throw new NotFoundException();
    }
    return Pages.seeOther(back, "held", id);
  }

  private Response page(String id, HttpServletRequest request, int status, String problem) {
    Map<String, Object> model = new HashMap<>();
    model.put("view", find(id, request));
    model.put("problem", problem);
    holds.find(id).ifPresent(hold -> model.put("hold", RetentionView.hold(hold, clock.instant())));
    return pages.page(request, status, "hold", model).build();
  }

  private ExecutionView find(String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    return reader
        .find(id)
        .filter(found -> caller.sees(found.summary().tenant()))
        .map(
            found ->
                ExecutionView.of(
                    found, verifier.states(List.of(id)).get(id), "hold", clock.instant()))
        .orElseThrow(NotFoundException::new);
  }
}
