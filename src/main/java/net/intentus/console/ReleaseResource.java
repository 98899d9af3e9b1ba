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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import net.intentus.config.LiveSettings;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.release.ConfigReload;
import net.intentus.release.ConfigReloads;
import net.intentus.release.PlanChange;
import net.intentus.release.Plans;
import net.intentus.security.CallerContext;

/** Compiled plans and settings that can change: looked at, compared, taken over. */
@Path("/release")
@ApplicationScoped
@RolesAllowed("admin")
public class ReleaseResource {
  private static final String PATH = "/console/release";
  private static final int SHOWN = 20;
  private static final String STALE =
      "Something else is live than what the plan was compared with. Compare it again.";

  @Inject Pages pages;
  @Inject Plans plans;
  @Inject LiveSettings live;
  @Inject ConfigReloads reloads;
  @Inject Clock clock;

  /** What is live, imports, settings, and an empty form. */
  @GET
  public Response page(@Context HttpServletRequest request) {
    everyTenants(request);
    return show(request, 200, ReleaseView.Form.EMPTY);
  }

  /** What is live, as a file. */
  @GET
  @Path("/plan")
  public Response plan(@Context HttpServletRequest request) {
    everyTenants(request);
    String json = plans.export().toJson().toPrettyString() + "\n";
    return Response.ok(json.getBytes(StandardCharsets.UTF_8), MediaType.APPLICATION_JSON_TYPE)
        .header("Cache-Control", "no-store")
        .header("Content-Disposition", "attachment; filename=\"plan.json\"")
        .build();
  }

  /** Compares a plan with what is live, or puts it in force. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response plan(
      @FormParam("document") @DefaultValue("") String document,
      @FormParam("base") @DefaultValue("") String base,
      @FormParam("action") @DefaultValue("") String action,
      @Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    ReleaseView.Form form = new ReleaseView.Form(document, base, List.of(), null);
    PlanChange change;
    try {
      var json = Json.read(document.getBytes(StandardCharsets.UTF_8));
      change = action.equals("import") ? plans.put(json, base, caller) : plans.check(json, caller);
    } catch (IOException e) {
      return show(request, 422, form.with(List.of("The text must be one JSON document.")));
    }
    if (change instanceof PlanChange.Imported done) {
      return Pages.seeOther(PATH, "plan-imported", done.report().hash());
    }
    if (change instanceof PlanChange.Checked checked) {
      return show(request, 200, form.with(checked.report()));
    }
    return change instanceof PlanChange.Invalid invalid
        ? show(request, 422, form.with(words(invalid.violations())))
        : show(request, 409, form.with(List.of(STALE)));
  }

  private static List<String> words(List<Violation> violations) {
    return violations.stream().map(one -> one.pointer() + " " + one.message()).toList();
  }

  /** Reads the configuration again. */
  @POST
  @Path("/reload")
  public Response reload(@Context HttpServletRequest request) {
    ConfigReload outcome = reloads.reload(everyTenants(request));
    if (outcome instanceof ConfigReload.Invalid invalid) {
      return show(request, 422, ReleaseView.Form.EMPTY.with(List.of(invalid.reason())));
    }
    if (!(outcome instanceof ConfigReload.Done done)) {
      throw new ForbiddenException();
    }
    String waiting =
        done.needsRestart().isEmpty()
            ? ""
            : "; a restart is needed for " + String.join(", ", done.needsRestart());
    return Pages.seeOther(PATH, "config-reloaded", done.applied().size() + " taken over" + waiting);
  }

  private Response show(HttpServletRequest request, int status, ReleaseView.Form form) {
    ReleaseView view =
        ReleaseView.of(
            plans.live(),
            new ReleaseView.Rules(plans.required(), plans.signatureRequired()),
            plans.imports(SHOWN),
            new ReleaseView.Live(live.file(), live.texts()),
            form,
            clock.instant());
    return pages.page(request, status, "release", Map.of("view", view)).build();
  }

  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ForbiddenException::new);
  }
}
