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
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.policy.PolicyChange;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicySnapshot;
import net.intentus.policy.PolicySource;
import net.intentus.privacy.Redactor;
import net.intentus.security.CallerContext;
import net.intentus.submission.DryRun;
import org.jspecify.annotations.Nullable;

/** Changing the policy: trying it on recent executions, putting it in force, going back. */
@Path("/policy")
@ApplicationScoped
@RolesAllowed("admin")
public class PolicyChangesResource {
  private static final int MAX_REASON = 500;

  @Inject Pages pages;
  @Inject PolicySource policies;
  @Inject DryRun dryRun;
  @Inject Redactor redactor;
  @Inject Clock clock;

  /** The editor with what is in force. */
  @GET
  @Path("/edit")
  public Response editor(@Context HttpServletRequest request) {
    everyTenants(request);
    PolicySnapshot now = policies.refresh();
    String text =
        now.version() == 0 ? PolicyEditor.FIRST : now.document().toJson().toPrettyString();
    return show(request, 200, new PolicyEditor(text, now.version(), "", List.of(), null));
  }

  /** Tries a text on recent executions, or puts it in force. */
  @POST
  @Path("/edit")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response edit(
      @FormParam("document") @DefaultValue("") String document,
      @FormParam("base") @DefaultValue("") String base,
      @FormParam("reason") @DefaultValue("") String reason,
      @FormParam("action") @DefaultValue("") String action,
      @Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    PolicyEditor given =
        new PolicyEditor(document, PolicyResource.number(base), reason.strip(), List.of(), null);
    PolicyEditor.Read read = PolicyEditor.read(document);
    if (read instanceof PolicyEditor.Read.Bad bad) {
      return show(request, 422, given.with(bad.problems()));
    }
    PolicyDocument policy = ((PolicyEditor.Read.Good) read).policy();
    if (!action.equals("save")) {
      return show(request, 200, given.with(DryRunView.of(dryRun.run(policy))));
    }
    if (reason.length() > MAX_REASON) {
      return show(request, 422, given.with(List.of(PolicyEditor.problem(TOO_LONG))));
    }
    PolicyChange change =
        policies.replace(policy, given.base(), clean(reason), caller, clock.instant());
    return change instanceof PolicyChange.Changed done
        ? saved(done, "policy-saved")
        : stale(request, given, change);
  }

  private static final String BY_PLAN =
      "The policy changes by import of a compiled plan only here.";
  private static final String TOO_LONG = "The reason is longer than 500 characters.";

  /** What was written stays, and a second save replaces what came in between. */
  private Response stale(HttpServletRequest request, PolicyEditor given, PolicyChange change) {
    if (change instanceof PolicyChange.ByPlanOnly) {
      return show(request, 409, given.with(List.of(PolicyEditor.problem(BY_PLAN))));
    }
    if (!(change instanceof PolicyChange.Stale)) {
      throw new ForbiddenException();
    }
    long now = policies.refresh().version();
    PolicyEditor.Problem problem =
        PolicyEditor.problem(
            "The policy has been changed since you opened this page: version "
                + now
                + " is in force. Saving once more replaces it.");
    return show(
        request, 409, new PolicyEditor(given.text(), now, given.reason(), List.of(problem), null));
  }

  /** Puts the content of an earlier version in force again. */
  @POST
  @Path("/versions/{version}/rollback")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response rollBack(
      @PathParam("version") String version,
      @FormParam("reason") @DefaultValue("") String reason,
      @Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    String why = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    PolicyChange change =
        policies.rollBack(
            PolicyResource.number(version), null, clean(why), caller, clock.instant());
    if (change instanceof PolicyChange.Changed done) {
      return saved(done, "policy-back");
    }
    if (change instanceof PolicyChange.ByPlanOnly) {
      return Pages.seeOther(PolicyView.PATH, "policy-by-plan", version);
    }
    if (change instanceof PolicyChange.Invalid) {
      return Pages.seeOther(
          PolicyView.url(PolicyResource.number(version)), "policy-not-back", version);
    }
    throw new NotFoundException();
  }

  private static Response saved(PolicyChange.Changed done, String flash) {
    return Pages.seeOther(PolicyView.PATH, flash, Long.toString(done.policy().version()));
  }

  private @Nullable String clean(String reason) {
    return reason.isBlank() ? null : redactor.redactText(reason.strip(), Set.of());
  }

  private Response show(HttpServletRequest request, int status, PolicyEditor editor) {
    return pages.page(request, status, "policyedit", Map.of("editor", editor)).build();
  }

  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ForbiddenException::new);
  }
}
