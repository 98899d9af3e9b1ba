package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.intentus.intent.Caller;
import net.intentus.journal.ExecutionRecord;
import net.intentus.journal.RecordReader;
import net.intentus.security.CallerContext;

/** Two executions side by side. The address names both, so that it can be sent on. */
@Path("/compare")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class CompareResource {
  static final String PATH = "/console/compare";
  private static final int MAX_ID = 64;

  @Inject Pages pages;
  @Inject RecordReader records;
  @Inject Clock clock;

  /** The comparison, or the form that asks for what is missing. */
  @GET
  public Response compare(
      @QueryParam("execution") List<String> given, @Context HttpServletRequest request) {
    List<String> ids =
        given.stream()
            .map(String::strip)
            .filter(id -> !id.isEmpty() && id.length() <= MAX_ID)
            .toList();
    Map<String, Object> model = new HashMap<>();
    model.put("first", ids.isEmpty() ? "" : ids.get(0));
    model.put("second", ids.size() < 2 ? "" : ids.get(1));
    model.put("problem", "");
    if (ids.size() > 2) {
      model.put("problem", "Choose two executions; these are the first two of " + ids.size() + ".");
    }
    if (ids.size() < 2) {
      return pages.ok(request, "compare", model);
    }
    Caller caller = CallerContext.require(request);
    Optional<ExecutionRecord> a = find(ids.get(0), caller);
    Optional<ExecutionRecord> b = find(ids.get(1), caller);
    if (a.isEmpty() || b.isEmpty()) {
      String missing = a.isEmpty() ? ids.get(0) : ids.get(1);
      model.put("problem", "There is no execution " + missing + ", or it is another tenant’s.");
      return pages.page(request, 404, "compare", model).build();
    }
    model.put("view", CompareView.of(a.get(), b.get(), clock.instant()));
    return pages.ok(request, "compare", model);
  }

  private Optional<ExecutionRecord> find(String id, Caller caller) {
    return records.find(id).filter(record -> caller.sees(record.summary().tenant()));
  }

  /** Where two executions are compared. */
  static String url(String a, String b) {
    return PATH + "?execution=" + Url.encode(a) + "&execution=" + Url.encode(b);
  }
}
