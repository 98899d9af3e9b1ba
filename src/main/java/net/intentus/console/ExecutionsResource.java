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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionReader;
import net.intentus.security.CallerContext;

/** The list of executions, and the pages of one. */
@Path("/")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class ExecutionsResource {
  @Inject Pages pages;
  @Inject ExecutionReader reader;
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
      return ExecutionsView.of(
          query, reader.page(query.filter(caller, clock.instant())), clock.instant());
    } catch (IllegalArgumentException e) {
      return ExecutionsView.broken(
          query, List.of("The address of this page is damaged. Start again at the first page."));
    }
  }

  /** Why this agent, and how it went. */
  @GET
  @Path("/executions/{id}")
  public Response decision(@PathParam("id") String id, @Context HttpServletRequest request) {
    return pages.ok(request, "execution", Map.of("view", find(id, "decision", request)));
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
    return document(
        request,
        view,
        "Envelope",
        "The envelope is not stored any more; its hash is.",
        reader.envelope(id));
  }

  /** What was answered, as recorded. */
  @GET
  @Path("/executions/{id}/response")
  public Response response(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "response", request);
    return document(
        request,
        view,
        "Response",
        "There is no answer yet, or it is not stored any more.",
        reader.response(id));
  }

  /** Checks the record now and shows what was found. */
  @GET
  @Path("/executions/{id}/verify")
  public Response verify(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionView view = find(id, "verify", request);
    VerifyView report = reader.verify(id).map(VerifyView::of).orElseThrow(NotFoundException::new);
    return pages.ok(request, "verify", Map.of("view", view, "report", report));
  }

  private Response document(
      HttpServletRequest request,
      ExecutionView view,
      String title,
      String absent,
      Optional<JsonNode> json) {
    Map<String, Object> model = new HashMap<>();
    model.put("view", view);
    model.put("title", title);
    model.put("absent", absent);
    json.ifPresent(node -> model.put("tree", JsonTree.of(node, "")));
    return pages.ok(request, "document", model);
  }

  private ExecutionView find(String id, String tab, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    ExecutionDetail detail =
        reader
            .find(id)
            .filter(found -> caller.sees(found.summary().tenant()))
            .orElseThrow(NotFoundException::new);
    return ExecutionView.of(detail, tab, clock.instant());
  }
}
