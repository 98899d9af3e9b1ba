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
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Role;
import net.intentus.journal.ExecutionDetail;
import net.intentus.journal.ExecutionPage;
import net.intentus.journal.ExecutionReader;
import net.intentus.journal.ExecutionSummary;
import net.intentus.journal.ExportDocument;
import net.intentus.journal.Kept;
import net.intentus.journal.PayloadPart;
import net.intentus.journal.Reveals;
import net.intentus.journal.VerificationState;
import net.intentus.journal.Verifier;
import net.intentus.journal.VerifyReport;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** Reading what was recorded. Nothing here runs an agent. */
@Path("/executions")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class ExecutionsResource {
  @Inject ExecutionReader reader;
  @Inject Verifier verifier;
  @Inject ExecutionAnswers answers;
  @Inject Reveals reveals;

  /** One page of what the caller may see, newest first. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    ExecutionPage page = reader.page(FilterQuery.read(uri.getQueryParameters(), caller));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    Map<String, VerificationState> checked =
        verifier.states(page.items().stream().map(ExecutionSummary::executionId).toList());
    for (ExecutionSummary item : page.items()) {
      ObjectNode row = ExecutionDocuments.summary(item);
      row.set("verification", ExecutionDocuments.verification(checked.get(item.executionId())));
      items.add(row);
    }
    json.put("nextCursor", page.nextCursor());
    json.put("count", page.count());
    json.put("countIsExact", page.countIsExact());
    return Answers.ok(json);
  }

  /** One execution without its payloads. */
  @GET
  @Path("/{id}")
  public Response detail(@PathParam("id") String id, @Context HttpServletRequest request) {
    return Answers.ok(answers.detail(id, request));
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
    return Answers.list(reader.events(id), ExecutionDocuments::event);
  }

  /** Its attempts as trace spans. */
  @GET
  @Path("/{id}/spans")
  public Response spans(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionDetail detail = visible(id, request);
    return Answers.list(
        detail.attempts(), attempt -> ExecutionDocuments.span(detail.summary(), attempt));
  }

  /** The envelope as recorded. */
  @GET
  @Path("/{id}/envelope")
  public Response envelope(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionDetail detail = visible(id, request);
    return stored(
        "envelope",
        detail.keptEnvelope(),
        document(id, PayloadPart.ENVELOPE, request, () -> reader.envelope(id)));
  }

  /** The answer as recorded. */
  @GET
  @Path("/{id}/response")
  public Response response(@PathParam("id") String id, @Context HttpServletRequest request) {
    ExecutionDetail detail = visible(id, request);
    return stored(
        "response",
        detail.keptResponse(),
        document(id, PayloadPart.RESPONSE, request, () -> reader.response(id)));
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
    VerifyReport report = verifier.verify(id).orElseThrow(ExecutionsResource::notFound);
    return Answers.ok(ExecutionDocuments.report(report));
  }

  /** One document that can be verified offline. */
  @GET
  @Path("/{id}/export")
  public Response export(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    ObjectNode document =
        RevealQuery.reason(request)
            .map(why -> reveals.export(id, why, CallerContext.require(request)))
            .orElseGet(() -> verifier.export(id))
            .orElseThrow(ExecutionsResource::notFound);
    return Answers.file("execution-" + id + ".json", ExportDocument.bytes(document));
  }

  /** Described, not built yet. */
  @POST
  @Path("/{id}/cancel")
  @RolesAllowed({"operator", "admin"})
  public Response notYetDone(@PathParam("id") String id, @Context HttpServletRequest request) {
    visible(id, request);
    throw notSupported("this call");
  }

  private ExecutionDetail visible(String id, HttpServletRequest request) {
    return visible(reader, id, request);
  }

  /** The execution, when the caller may see it; a problem otherwise. */
  static ExecutionDetail visible(ExecutionReader reader, String id, HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    return reader
        .find(id)
        .filter(detail -> caller.sees(detail.summary().tenant()))
        .filter(
            detail ->
                caller.has(Role.VIEWER) || detail.summary().subject().equals(caller.subject()))
        .orElseThrow(ExecutionsResource::notFound);
  }

  /** While a digest-only execution is open its envelope is stored, but nobody may read it. */
  private static Response stored(
      String what, @Nullable Kept kept, Supplier<Optional<JsonNode>> document) {
    if (kept == null) {
      throw notFound("The execution has no " + what + " yet.");
    }
    if (kept == Kept.DIGEST) {
      throw notFound("Of the " + what + " only the hash is kept, as configured for this intent.");
    }
    return Answers.ok(
        document
            .get()
            .orElseThrow(
                () ->
                    notFound(
                        "The "
                            + what
                            + " is not stored any more: its lifetime has ended. Its hash is in the"
                            + " record.")));
  }

  /** What is to be read: with a reason the document itself, else what everybody may see of it. */
  private Supplier<Optional<JsonNode>> document(
      String id, PayloadPart part, HttpServletRequest request, Supplier<Optional<JsonNode>> shown) {
    return RevealQuery.reason(request)
        .<Supplier<Optional<JsonNode>>>map(
            why -> () -> reveals.document(id, part, why, CallerContext.require(request)))
        .orElse(shown);
  }

  private static ProblemException notFound() {
    return notFound("There is no such execution, or it is not stored.");
  }

  private static ProblemException notFound(String detail) {
    return new ProblemException(ErrorCode.NOT_FOUND, detail);
  }

  private static ProblemException notSupported(String what) {
    return new ProblemException(
        ErrorCode.NOT_SUPPORTED, "This version does not support " + what + " yet.");
  }
}
