package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import net.intentus.audit.AuditFilter;
import net.intentus.audit.AuditReport;
import net.intentus.audit.AuditTrail;
import net.intentus.audit.AuditView;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** Who did what: an administrator reads what its tenant did. */
@Path("/audit")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
  @Inject AuditTrail trail;

  /** One page, the newest first. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    MultivaluedMap<String, String> query = query(uri);
    AuditFilter filter = AuditQuery.take(query);
    PageQuery page = PageQuery.read(query);
    List<AuditView> found =
        trail.page(CallerContext.require(request), filter, page.after(), page.reach());
    return page.answer(found, AuditView::toJson, AuditView::id);
  }

  /** Everything in the chain that fits, the oldest first, one a line. */
  @GET
  @Path("/export")
  @Produces({"application/x-ndjson", MediaType.APPLICATION_JSON})
  public Response export(@Context UriInfo uri, @Context HttpServletRequest request) {
    MultivaluedMap<String, String> query = query(uri);
    AuditFilter filter = AuditQuery.take(query);
    if (!query.isEmpty()) {
      throw invalid("an export takes no other parameters than those that filter");
    }
    Caller caller = CallerContext.require(request);
    StreamingOutput lines = out -> trail.export(caller, filter, out);
    return Response.ok(lines, "application/x-ndjson")
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"audit.jsonl\"")
        .build();
  }

  /** Whether the chain holds; the first entry that does not is named. */
  @GET
  @Path("/verify")
  public Response verify(@Context UriInfo uri, @Context HttpServletRequest request) {
    CallerContext.requireAllTenants(
        request,
        () ->
            new ProblemException(
                ErrorCode.FORBIDDEN, "The chain goes over the entries of all tenants."));
    return Answers.ok(document(trail.verify(from(uri.getQueryParameters().getFirst("from")))));
  }

  private static long from(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return 1;
    }
    if (!text.matches("[1-9][0-9]{0,15}")) {
      throw invalid("from must be the place of an entry in the chain, 1 or more");
    }
    return Long.parseLong(text);
  }

  private static ObjectNode document(AuditReport report) {
    ObjectNode json = Json.object();
    json.put("valid", report.valid());
    json.put("checked", report.checked());
    json.put("unsealed", report.unsealed());
    json.put("nextFrom", report.nextFrom());
    ObjectNode chain = json.putObject("chain");
    chain.put("name", report.chain().name());
    chain.put("seq", report.chain().seq());
    chain.put("hash", report.chain().hash());
    AuditReport.Broken broken = report.broken();
    json.set(
        "broken",
        broken == null
            ? null
            : Json.object()
                .put("seq", broken.seq())
                .put("id", broken.id())
                .put("problem", broken.problem()));
    return json;
  }

  private static MultivaluedMap<String, String> query(UriInfo uri) {
    MultivaluedMap<String, String> query = new MultivaluedHashMap<>();
    query.putAll(uri.getQueryParameters());
    return query;
  }

  private static ProblemException invalid(String message) {
    return new ProblemException(Problem.invalid(List.of(new Violation("", message))));
  }
}
