package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import net.intentus.intent.Caller;
import net.intentus.journal.FileCheck;
import net.intentus.journal.VerificationSweep;
import net.intentus.journal.Verifier;
import net.intentus.security.CallerContext;

/**
 * What the scheduled check found, and checking an exported file that somebody brings; nothing of
 * the file is kept.
 */
@Path("/verify")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class FileCheckResource {
  private static final int SHOWN = 50;

  @Inject Pages pages;
  @Inject Verifier verifier;
  @Inject VerificationSweep sweep;
  @Inject Clock clock;

  /** The form. */
  @GET
  public Response form(@Context HttpServletRequest request) {
    return pages.ok(request, "verifyfile", Map.of("sweep", sweep(request)));
  }

  private SweepView sweep(HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    String tenant = caller.allTenants() ? null : caller.tenant();
    return SweepView.of(
        sweep.progress(), verifier.mismatches(tenant, SHOWN), tenant == null, clock.instant());
  }

  /** What checking the text of a file finds. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response check(
      @FormParam("document") @DefaultValue("") String document,
      @Context HttpServletRequest request) {
    FileCheck found = verifier.check(document.getBytes(StandardCharsets.UTF_8));
    if (found instanceof FileCheck.Unreadable unreadable) {
      return pages
          .page(
              request,
              422,
              "verifyfile",
              Map.of("problem", unreadable.why(), "sweep", sweep(request)))
          .build();
    }
    FileCheck.Checked checked = (FileCheck.Checked) found;
    return pages.ok(
        request,
        "verifyfile",
        Map.of(
            "report",
            VerifyView.of(checked.report()),
            "execution",
            checked.executionId(),
            "sweep",
            sweep(request)));
  }
}
