package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.intentus.config.Compliance;
import net.intentus.config.LiveSettings;
import net.intentus.intent.Json;

/** Which safeguards are on: facts about the installation, the same for every tenant. */
@Path("/compliance")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class ComplianceResource {
  @Inject LiveSettings settings;

  /** The mode and every safeguard. */
  @GET
  public Response get() {
    Compliance compliance = settings.compliance();
    ObjectNode json = Json.object();
    json.put("mode", compliance.mode().word());
    ArrayNode items = json.putArray("items");
    for (Compliance.Item item : compliance.items()) {
      ObjectNode row = items.addObject();
      row.put("name", item.name());
      row.put("required", item.required());
      row.put("on", item.on());
      row.put("detail", item.detail());
    }
    return Answers.ok(json);
  }
}
