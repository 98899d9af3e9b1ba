package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.PayloadPart;
import net.intentus.journal.Reveals;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;

/** Shows a payload that is encrypted at rest, once, for a reason. Nothing keeps the page. */
@Path("/executions/{id}/{part: envelope|response}/reveal")
@ApplicationScoped
@RolesAllowed("admin")
public class RevealResource {
  @Inject Pages pages;
  @Inject ExecutionReader reader;
  @Inject Verifier verifier;
  @Inject Reveals reveals;
  @Inject Clock clock;

  /** The document as recorded; or the page again, with what is wrong with the reason. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response reveal(
      @PathParam("id") String id,
      @PathParam("part") String name,
      @FormParam("reason") @DefaultValue("") String given,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    ExecutionDetail detail =
        reader
            .find(id)
            .filter(found -> caller.sees(found.summary().tenant()))
            .orElseThrow(NotFoundException::new);
    PayloadPart part = name.equals("envelope") ? PayloadPart.ENVELOPE : PayloadPart.RESPONSE;
    String reason = given.strip();
    boolean usable = !reason.isEmpty() && reason.length() <= Reveals.MAX_REASON;
    Optional<JsonNode> document =
        usable ? reveals.document(id, part, reason, caller) : shown(id, part);
    Map<String, Object> model = new HashMap<>();
    model.put(
        "view",
        ExecutionView.of(detail, verifier.states(List.of(id)).get(id), name, clock.instant()));
    model.put("title", part == PayloadPart.ENVELOPE ? "Envelope" : "Response");
    model.put("absent", "The " + name + " is not stored any more; its hash is.");
    model.put("revealed", usable);
    model.put(
        "problem", usable ? "" : "Say why, in at most " + Reveals.MAX_REASON + " characters.");
    document.ifPresent(json -> model.put("tree", JsonTree.of(json, "")));
    return pages.page(request, usable ? 200 : 422, "document", model).build();
  }

  private Optional<JsonNode> shown(String id, PayloadPart part) {
    return part == PayloadPart.ENVELOPE ? reader.envelope(id) : reader.response(id);
  }
}
