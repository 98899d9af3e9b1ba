package net.intentus.api;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.release.PlanChange;
import net.intentus.release.PlanDocument;
import net.intentus.release.PlanReport;
import net.intentus.release.Plans;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** What is live as one document, and one document made live. It concerns all tenants. */
@Path("/release")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class ReleaseResource {
  private static final int IMPORTS = 100;
  private static final Pattern TAG = Pattern.compile("\\s*\"(sha-256:[0-9a-f]{64})\"\\s*");

  @Inject Plans plans;

  /** The plan that is live; its tag is its hash. */
  @GET
  public Response export(@Context HttpServletRequest request) {
    everyTenants(request);
    PlanDocument plan = plans.export();
    return Answers.json(200, plan.toJson()).tag(plan.hash()).build();
  }

  /** The newest imports. */
  @GET
  @Path("/imports")
  public Response imports(@Context HttpServletRequest request) {
    everyTenants(request);
    return Answers.list(plans.imports(IMPORTS), ReleaseDocuments::imported);
  }

  /** What importing a plan would change; changes nothing. */
  @POST
  @Path("/check")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response check(byte[] body, @Context HttpServletRequest request) {
    return answer(plans.check(AgentDocuments.parse(body), everyTenants(request)));
  }

  /** Puts a plan in force. */
  @POST
  @Path("/import")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response put(
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    String expected = expected(ifMatch);
    return answer(plans.put(AgentDocuments.parse(body), expected, caller));
  }

  private static Response answer(PlanChange change) {
    if (change instanceof PlanChange.Imported done) {
      return report(done.report()).tag(done.report().hash()).build();
    }
    if (change instanceof PlanChange.Checked checked) {
      return report(checked.report()).tag(checked.report().liveHash()).build();
    }
    if (change instanceof PlanChange.Invalid invalid) {
      throw new ProblemException(Problem.invalid(invalid.violations()));
    }
    throw change instanceof PlanChange.NotAllowed ? forbidden() : stale();
  }

  private static Response.ResponseBuilder report(PlanReport report) {
    return Answers.json(200, ReleaseDocuments.report(report));
  }

  /** Null for anything, which {@code *} means. */
  private static @Nullable String expected(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ProblemException(
          ErrorCode.PRECONDITION_REQUIRED, "Send If-Match with the ETag of the check, or with *.");
    }
    if (ifMatch.strip().equals("*")) {
      return null;
    }
    Matcher tag = TAG.matcher(ifMatch);
    if (!tag.matches()) {
      throw stale();
    }
    return tag.group(1);
  }

  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ReleaseResource::forbidden);
  }

  private static ProblemException forbidden() {
    return new ProblemException(
        ErrorCode.FORBIDDEN, "A plan concerns all tenants; only their admin deals with it.");
  }

  private static ProblemException stale() {
    return new ProblemException(
        ErrorCode.PRECONDITION_FAILED,
        "Something else is live than what this plan was compared with. Check it again.");
  }
}
