package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import net.intentus.config.Compliance;
import net.intentus.config.LiveSettings;

/** Which safeguards are on. */
@Path("/compliance")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class ComplianceResource {
  @Inject Pages pages;
  @Inject LiveSettings settings;

  /**
   * One safeguard in a list.
   *
   * @param need whether it must be on, in words
   */
  public record Row(String name, Mark mark, String need, String detail) {
    static Row of(Compliance.Item item) {
      Mark mark = item.on() ? new Mark("ok", "check", "On") : new Mark("wait", "dash", "Off");
      return new Row(item.name(), mark, item.required() ? "required" : "optional", item.detail());
    }
  }

  /** The page. */
  @GET
  public Response page(@Context HttpServletRequest request) {
    return pages.ok(request, "compliance", model(settings.compliance()));
  }

  static Map<String, Object> model(Compliance compliance) {
    List<Row> rows = compliance.items().stream().map(Row::of).toList();
    String about =
        switch (compliance.mode()) {
          case DEVELOPMENT ->
              "Determinism is relaxed: PARALLEL is allowed unless it is switched off. Not for"
                  + " work that counts.";
          case STANDARD -> "Each safeguard is as its own setting says.";
          case REGULATED ->
              "Nothing starts while a required safeguard is off, and none can be switched off"
                  + " while it runs.";
        };
    return Map.of("mode", compliance.mode().word(), "about", about, "rows", rows);
  }
}
