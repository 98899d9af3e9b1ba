package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.intentus.policy.PolicyDiff;
import net.intentus.policy.PolicyDocument;
import net.intentus.policy.PolicySnapshot;
import net.intentus.policy.PolicySource;
import net.intentus.policy.StoredPolicy;
import org.jspecify.annotations.Nullable;

/** The policy in force, and every version there was. */
@Path("/policy")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class PolicyResource {
  private static final int SHOWN = 20;

  @Inject Pages pages;
  @Inject PolicySource policies;
  @Inject Clock clock;

  /** What is in force, and the versions before. */
  @GET
  public Response page(
      @QueryParam("before") @DefaultValue("") String before, @Context HttpServletRequest request) {
    PolicySnapshot now = policies.refresh();
    Long behind = before.isEmpty() ? null : number(before);
    PolicyView view =
        PolicyView.of(
            now.version(),
            policies.inForce().orElse(null),
            now.document(),
            policies.versions(behind, SHOWN + 1),
            SHOWN,
            clock.instant());
    return pages.ok(request, "policy", Map.of("view", view));
  }

  /**
   * One version, and what it changed.
   *
   * @param with the version to compare it with; the one before unless given
   */
  @GET
  @Path("/versions/{version}")
  public Response version(
      @PathParam("version") String version,
      @QueryParam("with") @DefaultValue("") String with,
      @Context HttpServletRequest request) {
    StoredPolicy shown = policies.find(number(version)).orElseThrow(NotFoundException::new);
    long other = with.isEmpty() ? shown.version() - 1 : number(with);
    PolicyDocument compared =
        other == 0
            ? PolicyDocument.EMPTY
            : policies.find(other).orElseThrow(NotFoundException::new).document();
    Map<String, Object> model = new HashMap<>();
    model.put(
        "view",
        PolicyView.of(
            shown.version(), shown.about(), shown.document(), List.of(), SHOWN, clock.instant()));
    model.put("lines", lines(compared, shown.document()));
    model.put("with", other);
    model.put("inForce", policies.refresh().version());
    return pages.ok(request, "policyversion", model);
  }

  private static List<CompareView.Line> lines(PolicyDocument a, PolicyDocument b) {
    return PolicyDiff.of(a, b).stream()
        .map(
            field ->
                new CompareView.Line(
                    field.name(), CompareView.json(field.a()), CompareView.json(field.b())))
        .toList();
  }

  static long number(@Nullable String text) {
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw new NotFoundException();
    }
    return Long.parseLong(text);
  }
}
