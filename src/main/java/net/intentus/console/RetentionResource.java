package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Map;
import net.intentus.config.Settings;
import net.intentus.intent.Caller;
import net.intentus.journal.Holds;
import net.intentus.journal.RetentionRuns;
import net.intentus.journal.StatsReader;
import net.intentus.security.CallerContext;

/** How long records are kept, what they take, and freeing room. It concerns all tenants. */
@Path("/retention")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class RetentionResource {
  private static final String PATH = "/console/retention";
  private static final int SHOWN = 20;

  @Inject Pages pages;
  @Inject RetentionRuns runs;
  @Inject Holds holds;
  @Inject StatsReader stats;
  @Inject Settings settings;
  @Inject Clock clock;

  /** Rules, runs, holds, storage. */
  @GET
  public Response page(@Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    RetentionView view =
        RetentionView.of(
            settings.retention(),
            runs.page(null, SHOWN),
            holds.page(caller, null, SHOWN),
            stats.storage(),
            clock.instant());
    return pages.ok(request, "retention", Map.of("view", view));
  }

  /** Asks whether what has expired is really to be deleted. */
  @GET
  @Path("/run")
  @RolesAllowed("admin")
  public Response confirm(@Context HttpServletRequest request) {
    everyTenants(request);
    boolean archives = settings.retention().archiveDir().isPresent();
    return pages.ok(request, "retentionrun", Map.of("archives", archives));
  }

  /** Begins a run, or one that only counts. */
  @POST
  @Path("/run")
  @RolesAllowed("admin")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response run(
      @FormParam("dryRun") @DefaultValue("false") boolean dryRun,
      @Context HttpServletRequest request) {
    String flash =
        runs.begin(dryRun, everyTenants(request)).isPresent()
            ? "retention-begun"
            : "retention-busy";
    return Pages.seeOther(PATH, flash, dryRun ? "dry run" : "run");
  }

  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ForbiddenException::new);
  }
}
