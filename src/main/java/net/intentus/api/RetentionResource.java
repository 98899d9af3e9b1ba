package net.intentus.api;

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
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Violation;
import net.intentus.journal.RetentionRun;
import net.intentus.journal.RetentionRuns;
import net.intentus.security.CallerContext;

/** Running retention, for all tenants at once, and seeing what it did. */
@Path("/retention")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {
  private static final String RUNS = "/api/v1/retention/runs/";

  @Inject RetentionRuns runs;

  /** Begins a run and answers at once; {@code ?dryRun=true} only counts. */
  @POST
  @Path("/run")
  @RolesAllowed("admin")
  public Response run(@Context UriInfo uri, @Context HttpServletRequest request) {
    boolean dryRun = dryRun(uri.getQueryParameters());
    RetentionRun run =
        runs.begin(dryRun, everyTenants(request))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(ErrorCode.CONFLICT, "Another run is under way.")
                            .retryAfter(10)));
    return Answers.json(202, RetentionDocuments.run(run))
        .header("Location", RUNS + run.id())
        .build();
  }

  /** One page of the runs, newest first. */
  @GET
  @Path("/runs")
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    everyTenants(request);
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<RetentionRun> found = runs.page(page.after(), page.reach());
    return page.answer(found, RetentionDocuments::run, RetentionRun::id);
  }

  /** One run, as far as it has come. */
  @GET
  @Path("/runs/{id}")
  @RolesAllowed({"viewer", "operator", "admin"})
  public Response get(@PathParam("id") String id, @Context HttpServletRequest request) {
    everyTenants(request);
    return Answers.ok(
        RetentionDocuments.run(
            runs.find(id)
                .orElseThrow(
                    () -> new ProblemException(ErrorCode.NOT_FOUND, "There is no such run."))));
  }

  /** Runs concern all tenants, and so do their counts. */
  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(
        request,
        () ->
            new ProblemException(ErrorCode.FORBIDDEN, "Retention is for callers of all tenants."));
  }

  private static boolean dryRun(MultivaluedMap<String, String> query) {
    String value = query.getFirst("dryRun");
    if (!Set.of("dryRun").containsAll(query.keySet())
        || (value != null && !Set.of("true", "false").contains(value))) {
      throw new ProblemException(
          Problem.invalid(
              List.of(new Violation("/dryRun", "is the only parameter, and true or false"))));
    }
    return "true".equals(value);
  }
}
