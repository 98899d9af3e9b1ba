package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.function.Consumer;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Role;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.VerifyReport;
import net.intentus.security.CallerContext;

/** Reading what was recorded. Nothing here runs an agent. */
@Path("/executions")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class ExecutionsResource {
  @Inject ExecutionReader reader;

  /** One page of what the caller may see, newest first. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    ExecutionPage page = reader.page(FilterQuery.read(uri.getQueryParameters(), caller));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    page.items().forEach(item -> items.add(ExecutionDocuments.summary(item)));
    json.put("nextCursor", page.nextCursor());
    json.put("count", page.count());
    json.put("countIsExact", page.countIsExact());
    return Answers.ok(json);
  }

  /** One execution without its payloads. */
  @GET
  @Path("/{id}")
  public Response detail(@PathParam("id") String id, @Context HttpServletRequest request) {
    return Answers.ok(ExecutionDocuments.detail(visible(id, request)));
  }

  /** Its events. */
  @GET
  @Path("/{id}/events")
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  public Response events(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    String accept = request.getHeader("Accept");
    if (accept != null && accept.contains("text/event-stream")) {
      throw notSupported("live events");
    }
    return items(
        rows -> reader.events(id).forEach(event -> rows.add(ExecutionDocuments.event(event))));
  }

  /** Its attempts as trace spans. */
  @GET
  @Path("/{id}/spans")
  public Response spans(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionDetail detail = visible(id, request);
    return items(
        rows ->
            detail
                .attempts()
                .forEach(attempt -> rows.add(ExecutionDocuments.span(detail.summary(), attempt))));
  }

  /** The envelope as recorded. */
  @GET
  @Path("/{id}/envelope")
  public Response envelope(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    refuseReveal(request);
    return stored(reader.envelope(id));
  }

  /** The answer as recorded. */
  @GET
  @Path("/{id}/response")
  public Response response(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    refuseReveal(request);
    return stored(reader.response(id));
  }

  /** Why this agent. */
  @GET
  @Path("/{id}/explain")
  public Response explain(@PathParam("id") String id, @Context HttpServletRequest request) {
    return Answers.ok(ExecutionDocuments.explanation(visible(id, request)));
  }

  /** Whether the record is what was written. */
  @GET
  @Path("/{id}/verify")
  public Response verify(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    VerifyReport report = reader.verify(id).orElseThrow(ExecutionsResource::notFound);
    return Answers.ok(ExecutionDocuments.report(report));
  }

  /** Described, not built yet. */
  @GET
  @Path("/{id}/{what: export|diff/[^/]+}")
  public Response notYetRead(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    throw notSupported("this call");
  }

  /** Described, not built yet. */
  @POST
  @Path("/{id}/{what: replay|cancel|resolve}")
  @RolesAllowed({"operator", "admin"})
  public Response notYetDone(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    throw notSupported("this call");
  }

  private ExecutionDetail visible(String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    return reader
        .find(id)
        .filter(detail -> caller.sees(detail.summary().tenant()))
        .filter(
            detail ->
                caller.has(Role.VIEWER) || detail.summary().subject().equals(caller.subject()))
        .orElseThrow(ExecutionsResource::notFound);
  }

  private static Response items(Consumer<ArrayNode> fill) {
    ObjectNode json = Json.object();
    fill.accept(json.putArray("items"));
    json.putNull("nextCursor");
    return Answers.ok(json);
  }

  private static Response stored(Optional<JsonNode> document) {
    return Answers.ok(document.orElseThrow(ExecutionsResource::notFound));
  }

  private static void refuseReveal(HttpServletRequest request) {
    if (request.getParameter("reveal") != null) {
      throw notSupported("reveal");
    }
  }

  private static ProblemException notFound() {
    return new ProblemException(
        Problem.of(ErrorCode.NOT_FOUND, "There is no such execution, or it is not stored."));
  }

  private static ProblemException notSupported(String what) {
    return new ProblemException(
        Problem.of(ErrorCode.NOT_SUPPORTED, "This version does not support " + what + " yet."));
  }
}
