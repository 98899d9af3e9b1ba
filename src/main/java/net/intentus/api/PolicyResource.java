package net.intentus.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Fields;
import net.intentus.intent.Violation;
import net.intentus.intent.Violations;
import net.intentus.policy.PolicyChange;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicySnapshot;
import net.intentus.policy.PolicySource;
import net.intentus.policy.PolicyVersion;
import net.intentus.policy.StoredPolicy;
import net.intentus.privacy.Redactor;
import net.intentus.security.CallerContext;
import org.jspecify.annotations.Nullable;

/** The policy in force and every version there was. It concerns all tenants. */
@Path("/policy")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class PolicyResource {
  private static final int MAX_REASON = 500;

  @Inject PolicySource policies;
  @Inject Redactor redactor;
  @Inject Clock clock;

  /** The document in force; its tag is the version. */
  @GET
  public Response get() {
    PolicySnapshot now = policies.refresh();
    return document(now.version(), now.document());
  }

  /** Puts a document in force. */
  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("admin")
  public Response replace(
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @QueryParam("reason") @Nullable String reason,
      byte[] body,
      @Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    Long revision = AgentTags.required(ifMatch, PolicyResource::stale);
    PolicyDocument wanted = wanted(AgentDocuments.parse(body));
    StoredPolicy stored =
        changed(policies.replace(wanted, revision, clean(reason), caller, clock.instant()));
    return document(stored.version(), stored.document());
  }

  /** One page of the versions, newest first. */
  @GET
  @Path("/versions")
  public Response versions(@Context UriInfo uri) {
    PageQuery page = PageQuery.read(uri.getQueryParameters());
    List<PolicyVersion> found = policies.versions(before(page.after()), page.reach());
    long inForce = policies.refresh().version();
    return page.answer(
        found,
        version -> PolicyDocuments.version(version, inForce),
        version -> Long.toString(version.version()));
  }

  /** One version with its document. */
  @GET
  @Path("/versions/{version}")
  public Response version(@PathParam("version") String version) {
    StoredPolicy found = number(version) < 0 ? null : policies.find(number(version)).orElse(null);
    if (found == null) {
      throw noSuchVersion();
    }
    return Answers.ok(PolicyDocuments.version(found, policies.refresh().version()));
  }

  /** Puts the content of an earlier version in force again, as a new one. */
  @POST
  @Path("/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
  @RolesAllowed("admin")
  public Response rollBack(
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context HttpServletRequest request) {
    Caller caller = everyTenants(request);
    Long revision = ifMatch == null ? null : AgentTags.required(ifMatch, PolicyResource::stale);
    Violations violations = new Violations();
    Fields fields =
        Fields.of(AgentDocuments.parse(body), "", Set.of("version", "reason"), violations);
    String reason = fields.word("reason", MAX_REASON);
    JsonNode version = fields.node("version");
    if (version == null || !version.isIntegralNumber() || !version.canConvertToLong()) {
      fields.violate("version", "must be the number of a version");
    }
    if (!violations.isEmpty() || version == null) {
      throw new ProblemException(Problem.invalid(violations.all()));
    }
    StoredPolicy stored =
        changed(
            policies.rollBack(
                version.longValue(), revision, clean(reason), caller, clock.instant()));
    return document(stored.version(), stored.document());
  }

  private static Response document(long version, PolicyDocument document) {
    return Answers.json(200, PolicyDocuments.policy(document)).tag(Long.toString(version)).build();
  }

  /** What cannot be enforced yet is refused as such, once everything else is right. */
  private static PolicyDocument wanted(JsonNode json) {
    if (PolicyDocument.strict(json, false) instanceof PolicyDocument.Reading.Invalid wrong) {
      throw new ProblemException(Problem.invalid(wrong.violations()));
    }
    PolicyDocument.Reading reading = PolicyDocument.strict(json, true);
    if (reading instanceof PolicyDocument.Reading.Invalid later) {
      ErrorCode code = ErrorCode.NOT_SUPPORTED;
      throw new ProblemException(
          new Problem(
              code,
              code.httpStatus(),
              "This version does not support approvals yet, which a rule asks for.",
              later.violations(),
              null));
    }
    return ((PolicyDocument.Reading.Accepted) reading).document();
  }

  private static StoredPolicy changed(PolicyChange change) {
    if (change instanceof PolicyChange.Changed done) {
      return done.policy();
    }
    if (change instanceof PolicyChange.Invalid invalid) {
      throw new ProblemException(Problem.invalid(invalid.violations()));
    }
    if (change instanceof PolicyChange.NotAllowed) {
      throw forbidden();
    }
    if (change instanceof PolicyChange.ByPlanOnly) {
      throw new ProblemException(
          ErrorCode.CONFLICT, "The policy changes by import of a compiled plan only here.");
    }
    throw change instanceof PolicyChange.NoSuchVersion ? noSuchVersion() : stale();
  }

  private @Nullable String clean(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      return null;
    }
    if (reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(
          Problem.invalid(
              List.of(
                  new Violation(
                      "",
                      "reason must be at most %d characters, none of them a control character"
                          .formatted(MAX_REASON)))));
    }
    return redactor.redactText(reason.strip(), Set.of());
  }

  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, PolicyResource::forbidden);
  }

  private static @Nullable Long before(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    long version = number(cursor);
    if (version < 0) {
      throw new ProblemException(
          Problem.invalid(
              List.of(new Violation("", "cursor must be the nextCursor of an earlier answer"))));
    }
    return version;
  }

  private static long number(String text) {
    boolean number = text.matches("[0-9]{1,18}");
    return number ? Long.parseLong(text) : -1;
  }

  private static ProblemException forbidden() {
    return new ProblemException(
        ErrorCode.FORBIDDEN, "The policy concerns all tenants; only their admin changes it.");
  }

  private static ProblemException noSuchVersion() {
    return new ProblemException(ErrorCode.NOT_FOUND, "There is no such version of the policy.");
  }

  private static ProblemException stale() {
    return new ProblemException(
        ErrorCode.PRECONDITION_FAILED,
        "The policy has been changed since you read it. Read it again.");
  }
}
