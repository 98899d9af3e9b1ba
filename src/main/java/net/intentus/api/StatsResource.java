package net.intentus.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import net.intentus.intent.Times;
import net.intentus.intent.Violation;
import net.intentus.journal.Stats;
import net.intentus.journal.StatsReader;
import net.intentus.security.CallerContext;

/** Counts, latencies, storage. */
@Path("/stats")
@ApplicationScoped
@RolesAllowed({"viewer", "operator", "admin"})
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
  private static final Duration LONGEST = Duration.ofDays(366);

  @Inject StatsReader stats;

  /**
   * Counts of what the caller sees over a window such as {@code 24h}; what the database takes is
   * for callers of all tenants.
   */
  @GET
  public Response stats(
      @QueryParam("window") @DefaultValue("24h") String window,
      @Context HttpServletRequest request) {
    Caller caller = CallerContext.require(request);
    Duration length = length(window);
    ObjectNode json = counts(stats.window(length, caller.allTenants() ? null : caller.tenant()));
    json.set("storage", caller.allTenants() ? storage(stats.storage()) : null);
    return Answers.ok(json);
  }

  private static Duration length(String window) {
    if (window.matches("[1-9][0-9]{0,4}[mhd]")) {
      long number = Long.parseLong(window.substring(0, window.length() - 1));
      Duration length =
          switch (window.charAt(window.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (length.compareTo(LONGEST) <= 0) {
        return length;
      }
    }
    throw new ProblemException(
        Problem.invalid(
            List.of(new Violation("/window", "must be a number with m, h or d, at most 366d"))));
  }

  private static ObjectNode counts(Stats stats) {
    ObjectNode json = Json.object();
    json.put("from", Times.format(stats.from()));
    json.put("to", Times.format(stats.to()));
    json.put("complete", stats.complete());
    json.put("executions", stats.executions());
    put(json.putObject("byStatus"), stats.byStatus());
    put(json.putObject("byIntent"), stats.byIntent());
    put(json.putObject("byAgent"), stats.byAgent());
    put(json.putObject("byError"), stats.byError());
    ObjectNode latency = json.putObject("latencyMs");
    latency.put("p50", stats.latency().p50());
    latency.put("p95", stats.latency().p95());
    latency.put("p99", stats.latency().p99());
    latency.put("max", stats.latency().max());
    return json;
  }

  private static void put(ObjectNode json, Map<String, Long> counts) {
    counts.forEach(json::put);
  }

  private static ObjectNode storage(Stats.Storage storage) {
    ObjectNode json = Json.object();
    json.put("databaseBytes", storage.databaseBytes());
    ArrayNode tables = json.putArray("tables");
    for (Stats.Table table : storage.tables()) {
      tables
          .addObject()
          .put("name", table.name())
          .put("rows", table.rows())
          .put("bytes", table.bytes());
    }
    Stats.Forecast forecast = storage.forecast();
    ObjectNode growth = json.putObject("forecast");
    growth.put("executionsPerDay", forecast.executionsPerDay());
    growth.put("bytesPerExecution", forecast.bytesPerExecution());
    growth.put("bytesPerDay", forecast.bytesPerDay());
    growth.put("limitBytes", forecast.limitBytes());
    growth.put("daysLeft", forecast.daysLeft());
    ObjectNode retention = json.putObject("retention");
    ArrayNode rules = retention.putArray("due");
    for (Stats.Due due : storage.rules()) {
      ObjectNode row = rules.addObject().put("rule", due.rule()).put("payloads", due.payloads());
      row.put("executions", due.executions()).put("bytes", due.bytes());
    }
    retention.put("complete", storage.rulesComplete());
    return json;
  }
}
