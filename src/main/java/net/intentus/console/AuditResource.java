package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.intentus.audit.AuditFilter;
import net.intentus.audit.AuditReport;
import net.intentus.audit.AuditTrail;
import net.intentus.audit.AuditView;
import net.intentus.intent.Caller;
import net.intentus.security.CallerContext;

/** Who did what. */
@Path("/audit")
@ApplicationScoped
@RolesAllowed("admin")
public class AuditResource {
  private static final int SHOWN = 50;

  @Inject Pages pages;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** The entries, the newest first. */
  @GET
  public Response list(
      @QueryParam("after") @DefaultValue("") String after,
      @Context UriInfo uri,
      @Context HttpServletRequest request) {
    Map<String, String> values = AuditPage.typed(uri.getQueryParameters());
    boolean first = !after.matches("[0-9a-f-]{36}");
    List<String> problems = AuditPage.problems(values);
    List<AuditView> found =
        problems.isEmpty()
            ? trail.page(
                CallerContext.require(request),
                AuditPage.filter(values),
                first ? null : after,
                SHOWN + 1)
            : List.of();
    AuditPage page = AuditPage.of(found, SHOWN, values, first, clock.instant());
    return pages.ok(request, "audit", Map.of("view", page, "problems", problems));
  }

  /** What the filter finds, as a file. */
  @GET
  @Path("/export")
  public Response export(@Context UriInfo uri, @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    Map<String, String> values = AuditPage.typed(uri.getQueryParameters());
    if (!AuditPage.problems(values).isEmpty()) {
      throw new BadRequestException();
    }
    AuditFilter filter = AuditPage.filter(values);
    StreamingOutput lines = out -> trail.export(caller, filter, out);
    return Response.ok(lines, "application/x-ndjson")
        .header("Content-Disposition", "attachment; filename=\"audit.jsonl\"")
        .build();
  }

  /** Whether the chain holds. */
  @GET
  @Path("/check")
  public Response check(
      @QueryParam("from") @DefaultValue("1") String from, @Context HttpServletRequest request) {
    CallerContext.requireAllTenants(request, ForbiddenException::new);
    long first = from.matches("[1-9][0-9]{0,15}") ? Long.parseLong(from) : 1;
    AuditReport report = trail.verify(first);
    return pages.ok(request, "auditcheck", Map.of("report", report, "from", first));
  }
}
