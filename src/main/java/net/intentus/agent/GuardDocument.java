package net.intentus.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import net.intentus.agent.GuardSettings.Breaker;
import net.intentus.agent.GuardSettings.Retry;
import net.intentus.intent.Fields;
import net.intentus.intent.Json;
import net.intentus.intent.SideEffect;
import org.jspecify.annotations.Nullable;

/** The {@code guard} part of a registration document. Stateless. */
public final class GuardDocument {
  private static final int HOUR_MS = 3_600_000;
  private static final int MINUTE_MS = 60_000;
  private static final int MOST_CALLS = 10_000;
  private static final int MOST_PER_MINUTE = 10_000_000;
  private static final Set<String> KNOWN =
      Set.of(
          "timeoutMs",
          "maxConcurrent",
          "maxQueued",
          "maxCallsPerMinute",
          "retry",
          "circuitBreaker");
  private final Fields guard;

  private GuardDocument(Fields guard) {
    this.guard = guard;
  }

  /** Reads it; null when nothing is to be guarded. */
  static @Nullable GuardSettings read(Fields registration, SideEffect sideEffect) {
    Fields guard = registration.object("guard", KNOWN);
    GuardSettings settings = new GuardDocument(guard).settings();
    if (settings.retry() != null && sideEffect == SideEffect.IRREVERSIBLE) {
      guard.violate("retry", "must be left out for an irreversible agent: a call is made once");
    }
    return settings.equals(GuardSettings.NONE) ? null : settings;
  }

  private GuardSettings settings() {
    Integer concurrent = number(guard, "maxConcurrent", 1, MOST_CALLS);
    Integer queued = number(guard, "maxQueued", 0, MOST_CALLS);
    if (concurrent == null && queued != null && queued > 0) {
      guard.violate("maxQueued", "needs maxConcurrent: without it nobody waits");
    }
    return new GuardSettings(
        number(guard, "timeoutMs", 1, HOUR_MS),
        concurrent,
        concurrent == null || queued == null ? 0 : queued,
        number(guard, "maxCallsPerMinute", 1, MOST_PER_MINUTE),
        retry(),
        breaker());
  }

  private @Nullable Retry retry() {
    if (guard.node("retry") == null) {
      return null;
    }
    Fields retry = guard.object("retry", Set.of("maxRetries", "delayMs", "jitterMs"));
    return new Retry(
        or(number(retry, "maxRetries", 1, 10), 2),
        or(number(retry, "delayMs", 0, MINUTE_MS), 100),
        or(number(retry, "jitterMs", 0, MINUTE_MS), 0));
  }

  private @Nullable Breaker breaker() {
    if (guard.node("circuitBreaker") == null) {
      return null;
    }
    Fields breaker =
        guard.object(
            "circuitBreaker",
            Set.of("requestVolumeThreshold", "failureRatio", "delayMs", "successThreshold"));
    return new Breaker(
        or(number(breaker, "requestVolumeThreshold", 1, MOST_CALLS), 20),
        ratio(breaker),
        or(number(breaker, "delayMs", 1, HOUR_MS), 5_000),
        or(number(breaker, "successThreshold", 1, MOST_CALLS), 1));
  }

  private static double ratio(Fields breaker) {
    JsonNode node = breaker.node("failureRatio");
    if (node == null) {
      return 0.5;
    }
    double ratio = node.isNumber() ? node.doubleValue() : -1;
    if (!(ratio > 0 && ratio <= 1)) {
      breaker.violate("failureRatio", "must be a number above 0 and at most 1");
      return 0.5;
    }
    return ratio;
  }

  private static @Nullable Integer number(Fields fields, String name, int min, int max) {
    JsonNode node = fields.node(name);
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.intValue() < min
        || node.intValue() > max) {
      fields.violate(name, "must be a whole number from " + min + " to " + max);
      return null;
    }
    return node.intValue();
  }

  private static int or(@Nullable Integer number, int byDefault) {
    return number == null ? byDefault : number;
  }

  /** Writes what is set; an empty object when nothing is. Names are in canonical order. */
  public static ObjectNode write(@Nullable GuardSettings guard) {
    ObjectNode json = Json.object();
    if (guard == null) {
      return json;
    }
    Breaker breaker = guard.circuitBreaker();
    if (breaker != null) {
      json.putObject("circuitBreaker")
          .put("delayMs", breaker.delayMs())
          .put("failureRatio", breaker.failureRatio())
          .put("requestVolumeThreshold", breaker.requestVolumeThreshold())
          .put("successThreshold", breaker.successThreshold());
    }
    if (guard.maxCallsPerMinute() != null) {
      json.put("maxCallsPerMinute", guard.maxCallsPerMinute());
    }
    if (guard.maxConcurrent() != null) {
      json.put("maxConcurrent", guard.maxConcurrent());
      json.put("maxQueued", guard.maxQueued());
    }
    Retry retry = guard.retry();
    if (retry != null) {
      json.putObject("retry")
          .put("delayMs", retry.delayMs())
          .put("jitterMs", retry.jitterMs())
          .put("maxRetries", retry.maxRetries());
    }
    if (guard.timeoutMs() != null) {
      json.put("timeoutMs", guard.timeoutMs());
    }
    return json;
  }
}
