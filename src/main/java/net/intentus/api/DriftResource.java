package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.intent.Violation;
import net.intentus.journal.DriftPage;
import net.intentus.journal.DriftReader;
import net.intentus.security.CallerContext;

/** The same requests that went differently. Runs no agent. */
@Path("/executions")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class DriftResource {
  @Inject DriftReader reader;
  @Inject Clock clock;

  /** One page, the most recent first; the last 24 hours unless a time is given. */
  @GET
  @Path("/drift")
  public Response drift(@Context UriInfo uri, @Context HttpServletRequest request) {
    DriftQuery query =
        new DriftQuery(uri.getQueryParameters(), CallerContext.require(request), clock.instant());
    try {
      return Answers.ok(document(reader.page(query.filter())));
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.invalid(
              List.of(new Violation("/cursor", "must be the nextCursor of an earlier page"))));
    }
  }

  private static ObjectNode document(DriftPage page) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    for (DriftPage.Group group : page.items()) {
      ObjectNode item = items.addObject();
      item.put("tenant", group.tenant());
      ObjectNode intent = item.putObject("intent");
      intent.put("name", group.intent().name());
      intent.put("version", group.intent().version());
      item.put("envelopeHash", group.envelopeHash());
      item.put("fingerprintCount", group.kinds());
      ArrayNode courses = item.putArray("fingerprints");
      for (DriftPage.Course course : group.fingerprints()) {
        ObjectNode row = courses.addObject();
        row.put("fingerprint", course.fingerprint());
        row.put("count", course.count());
        row.put("firstExecutionId", course.firstExecutionId());
        row.put("lastExecutionId", course.lastExecutionId());
        row.put("lastAt", Times.format(course.lastAt()));
      }
    }
    json.put("nextCursor", page.nextCursor());
    json.put("scanned", page.scanned());
    json.put("from", Times.format(page.from()));
    json.put("to", Times.format(page.to()));
    json.put("windowIsComplete", page.windowIsComplete());
    return json;
  }
}
