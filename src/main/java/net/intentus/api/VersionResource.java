package net.intentus.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.config.Build;
import net.intentus.config.Settings;
import net.intentus.intent.Json;

/** What runs here: the cheapest authenticated call. */
@Path("/version")
@ApplicationScoped
@RolesAllowed({"submitter", "viewer", "operator", "agent", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class VersionResource {
  @Inject Settings settings;

  /** Name, version, commit, Java and database. */
  @GET
  public Response version() {
    ObjectNode json = Json.object();
    json.put("name", "intentusnet");
    json.put("version", Build.CURRENT.version());
    json.put("commit", Build.CURRENT.commit());
    json.put("java", System.getProperty("java.version"));
    json.put("database", settings.database().postgresql() ? "postgresql" : "h2");
    return Answers.ok(json);
  }
}
