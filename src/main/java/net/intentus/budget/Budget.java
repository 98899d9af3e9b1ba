package net.intentus.budget;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import net.intentus.intent.Caller;
import net.intentus.intent.Json;
import org.jspecify.annotations.Nullable;

/**
 * How much certain calls may use in a period.
 *
 * @param scopeId the tenant, agent or intent; null for all calls
 * @param softPercent from how much on it counts as low, or null
 * @param softLatencyMs from which usual latency on an agent counts as slow, or null
 * @param degrades whether agents of the economy tier come first when it is low or an agent slow
 * @param generation the revision since when it counts what it counts now
 * @param revision counts changes of all budgets; the ETag
 */
public record Budget(
    String id,
    Scope scope,
    @Nullable String scopeId,
    Period period,
    Limits limits,
    @Nullable Integer softPercent,
    @Nullable Integer softLatencyMs,
    boolean degrades,
    long generation,
    long revision) {

  /** The window of a call at that moment. */
  String window(Instant at, String executionId) {
    return id + "/" + generation + "/" + period.key(at, executionId);
  }

  /** Whether it counts the same calls in the same windows as the other. */
  boolean countsAs(Budget other) {
    return scope == other.scope && period == other.period && Objects.equals(scopeId, other.scopeId);
  }

  /**
   * Whether it changes an order by what calls usually take, which is no input of every instance.
   */
  public boolean watchesLatency() {
    return softLatencyMs != null;
  }

  /** Whether the caller may know of it. */
  public boolean visibleTo(Caller caller) {
    return caller.allTenants() || (scope == Scope.TENANT && caller.tenant().equals(scopeId));
  }

  /** Whether so much of it is taken that it counts as low. */
  public boolean low(Amount taken) {
    return softPercent != null && limits.percent(taken) >= softPercent;
  }

  /** The same as it is stored. */
  Budget stored(long since, long atRevision) {
    return new Budget(
        id,
        scope,
        scopeId,
        period,
        limits,
        softPercent,
        softLatencyMs,
        degrades,
        since,
        atRevision);
  }

  /** As the contract writes it. */
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("id", id);
    json.put("scope", scope.wire());
    json.put("scopeId", scopeId);
    json.put("period", period.wire());
    json.put("limitMicros", limits.micros());
    json.put("limitTokens", limits.tokens());
    json.put("limitCalls", limits.calls());
    json.put("softPercent", softPercent);
    if (softLatencyMs != null) {
      json.put("softLatencyMs", softLatencyMs);
    }
    json.put("onSoft", degrades ? "degrade" : "none");
    return json.put("onHard", "deny");
  }
}
