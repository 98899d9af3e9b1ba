package net.intentus.console;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Caller;
import net.intentus.journal.DriftFilter;
import net.intentus.journal.DriftReader;
import net.intentus.security.CallerContext;

/** The list of requests that were the same and went differently. */
@Path("/drift")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
public class DriftResource {
  private static final int PAGE = 25;
  private static final Duration WINDOW = Duration.ofHours(24);

  @Inject Pages pages;
  @Inject DriftReader reader;
  @Inject Clock clock;

  /** The list; the last 24 hours unless the address says otherwise. */
  @GET
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    Map<String, String> values = values(uri.getQueryParameters());
    String cursor = uri.getQueryParameters().getFirst("cursor");
    List<String> problems = new ArrayList<>();
    Instant to = time("to", values, clock.instant(), problems);
    Instant from = time("from", values, to.minus(WINDOW), problems);
    if (from.isAfter(to)) {
      problems.add("From is not after Before.");
    }
    if (!problems.isEmpty()) {
      return show(request, DriftView.broken(values, problems));
    }
    Caller caller = CallerContext.require(request);
    try {
      DriftFilter filter =
          new DriftFilter(
              caller.allTenants() ? null : caller.tenant(),
              values.get("intent"),
              from,
              to,
              PAGE,
              cursor);
      return show(request, DriftView.of(reader.page(filter), values, clock.instant()));
    } catch (IllegalArgumentException e) {
      return show(
          request,
          DriftView.broken(
              values,
              List.of("The address of this page is damaged. Start again at the first page.")));
    }
  }

  private Response show(HttpServletRequest request, DriftView view) {
    return pages.ok(request, "drift", Map.of("view", view));
  }

  private static Map<String, String> values(MultivaluedMap<String, String> query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : List.of("intent", "from", "to")) {
      String value = query.getFirst(name);
      if (value != null && !value.isBlank()) {
        values.put(name, value.strip());
      }
    }
    return values;
  }

  private static Instant time(
      String name, Map<String, String> values, Instant otherwise, List<String> problems) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    return Moment.read(text)
        .filter(time -> time.getEpochSecond() >= 0)
        .orElseGet(
            () -> {
              problems.add(
                  (name.equals("to") ? "Before" : "From")
                      + " is a UTC time such as 2026-01-31T08:00.");
              return otherwise;
            });
  }
}
