package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import net.intentus.config.LiveSettings;
import net.intentus.intent.Caller;
import net.intentus.intent.ErrorCode;
import net.intentus.intent.Json;
import net.intentus.intent.Violation;
import net.intentus.release.ConfigReload;
import net.intentus.release.ConfigReloads;
import net.intentus.security.CallerContext;

/** The settings of this instance that can change while it runs. */
@Path("/config")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class ConfigResource {
  @Inject LiveSettings live;
  @Inject ConfigReloads reloads;

  /** What can change, and what it is now; null where the default counts. */
  @GET
  public Response get(@Context HttpServletRequest request) {
    everyTenants(request);
    ObjectNode json = Json.object();
    json.put("file", live.file().map(java.nio.file.Path::toString).orElse(null));
    ArrayNode items = json.putArray("items");
    live.texts()
        .forEach((key, text) -> items.addObject().put("key", key).put("value", text.orElse(null)));
    return Answers.ok(json);
  }

  /** Reads the configuration again and takes over what can change. */
  @POST
  @Path("/reload")
  public Response reload(@Context HttpServletRequest request) {
    ConfigReload outcome = reloads.reload(everyTenants(request));
    if (outcome instanceof ConfigReload.Done done) {
      return Answers.ok(document(done));
    }
    throw outcome instanceof ConfigReload.Invalid invalid
        ? new ProblemException(Problem.invalid(List.of(new Violation("", invalid.reason()))))
        : forbidden();
  }

  private static ObjectNode document(ConfigReload.Done done) {
    ObjectNode json = Json.object();
    ArrayNode applied = json.putArray("applied");
    for (LiveSettings.Changed changed : done.applied()) {
      applied
          .addObject()
          .put("key", changed.key())
          .put("old", changed.before())
          .put("new", changed.now());
    }
    ArrayNode later = json.putArray("needsRestart");
    done.needsRestart().forEach(later::add);
    return json;
  }

  private static Caller everyTenants(HttpServletRequest request) {
    return CallerContext.requireAllTenants(request, ConfigResource::forbidden);
  }

  private static ProblemException forbidden() {
    return new ProblemException(
        ErrorCode.FORBIDDEN, "Settings concern all tenants; only their admin sees them.");
  }
}
