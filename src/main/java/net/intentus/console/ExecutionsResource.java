package net.intentus.console;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.ExportDocument;
import net.intentus.journal.RecordReader;
import net.intentus.journal.VerificationState;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;

/** The list of executions, and the pages of one. */
@Path("/")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class ExecutionsResource {
  @Inject Pages pages;
  @Inject ExecutionReader reader;
  @Inject Verifier verifier;
  @Inject RecordReader records;
  @Inject Clock clock;

  /** The first page of the console. */
  @GET
  public Response start() {
    return Pages.seeOther(ExecutionQuery.PATH).build();
  }

  /** The list. Words such as {@code status:failed} in the text become filters of the URL. */
  @GET
  @Path("/executions")
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    ExecutionQuery asked = ExecutionQuery.of(uri.getQueryParameters());
    ExecutionQuery query = asked.promoted();
    if (!query.equals(asked)) {
      return Pages.seeOther(query.url()).build();
    }
    return pages.ok(
        request, "executions", Map.of("view", view(query, CallerContext.require(request))));
  }

  private ExecutionsView view(ExecutionQuery query, Caller caller) {
    List<String> problems = query.problems();
    if (!problems.isEmpty()) {
      return ExecutionsView.broken(query, problems);
    }
    try {
      ExecutionPage page = reader.page(query.filter(caller, clock.instant()));
      List<String> ids = page.items().stream().map(ExecutionSummary::executionId).toList();
      return ExecutionsView.of(query, page, verifier.states(ids), clock.instant());
    } catch (IllegalArgumentException e) {
      return ExecutionsView.broken(
          query, List.of("The address of this page is damaged. Start again at the first page."));
    }
  }

  /** Why this agent, and how it went. */
  @GET
  @Path("/executions/{id}")
  public Response decision(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "decision", request);
    String parent = records.find(id).map(ExecutionRecord::parentExecutionId).orElse(null);
    Related related =
        Related.of(id, parent, records.replays(id), RecordReader.MAX_REPLAYS, clock.instant());
    return pages.ok(request, "execution", Map.of("view", view, "related", related));
  }

  /** What happened, event by event. */
  @GET
  @Path("/executions/{id}/events")
  public Response events(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "events", request);
    return pages.ok(
        request,
        "events",
        Map.of("view", view, "events", EventRow.of(reader.events(id), clock.instant())));
  }

  /** What was asked for, as recorded. */
  @GET
  @Path("/executions/{id}/envelope")
  public Response envelope(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "envelope", request);
    return document(request, view, "Envelope", view.keptEnvelope(), reader.envelope(id));
  }

  /** What was answered, as recorded. */
  @GET
  @Path("/executions/{id}/response")
  public Response response(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "response", request);
    return document(request, view, "Response", view.keptResponse(), reader.response(id));
  }

  /** Checks the record now and shows what was found. */
  @GET
  @Path("/executions/{id}/verify")
  public Response verify(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "verify", request);
    VerifyView report = verifier.verify(id).map(VerifyView::of).orElseThrow(NotFoundException::new);
    return pages.ok(request, "verify", Map.of("view", view, "report", report));
  }

  /** The record as a file that can be verified offline. */
  @GET
  @Path("/executions/{id}/export")
  public Response export(@PathParam("id") String id, @Context HttpServletRequest request) {
    find(id, "verify", request);
    byte[] file =
        verifier.export(id).map(ExportDocument::bytes).orElseThrow(NotFoundException::new);
    return Response.ok(file, MediaType.APPLICATION_JSON_TYPE)
        .header("Content-Disposition", "attachment; filename=\"execution-" + id + ".json\"")
        .build();
  }

  private Response document(
      HttpServletRequest request,
      ExecutionView view,
      String title,
      KeptNotice kept,
      Optional<JsonNode> json) {
    Map<String, Object> model = new HashMap<>();
    model.put("view", view);
    model.put("title", title);
    model.put("absent", kept.absent());
    model.put("note", kept.note());
    json.filter(node -> !kept.hidden()).ifPresent(node -> model.put("tree", JsonTree.of(node, "")));
    return pages.ok(request, "document", model);
  }

  private ExecutionView find(String id, String tab, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    ExecutionDetail detail =
        reader
            .find(id)
            .filter(found -> caller.sees(found.summary().tenant()))
            .orElseThrow(NotFoundException::new);
    VerificationState found = verifier.states(List.of(id)).get(id);
    return ExecutionView.of(detail, found, tab, clock.instant());
  }
}
