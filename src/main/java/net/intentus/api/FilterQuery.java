package net.intentus.api;

import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.intentus.intent.Caller;
import net.intentus.intent.Rfc3339;
import net.intentus.intent.Role;
import net.intentus.intent.Strategy;
import net.intentus.intent.Violation;
import net.intentus.journal.ExecutionFilter;
import net.intentus.journal.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/** Reads the query of a list of executions and keeps it inside what the caller may see. */
final class FilterQuery {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_VALUE = 512;
  private static final Set<String> NAMES =
      Set.of(
          "intent",
          "version",
          "agent",
          "status",
          "strategy",
          "errorCode",
          "tenant",
          "traceId",
          "requestId",
          "tag",
          "from",
          "to",
          "q",
          "limit",
          "cursor");

  private final MultivaluedMap<String, String> query;
  private final List<Violation> violations = new ArrayList<>();

  private FilterQuery(MultivaluedMap<String, String> query) {
    this.query = query;
  }

  /**
   * The filter.
   *
   * @throws ProblemException naming every parameter that cannot be used
   */
  static ExecutionFilter read(MultivaluedMap<String, String> query, Caller caller) {
    return new FilterQuery(query).filter(caller);
  }

  private ExecutionFilter filter(Caller caller) {
    query.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .forEach(name -> violations.add(new Violation("", "there is a parameter that is unknown")));
    String tenant = caller.allTenants() ? text("tenant") : caller.tenant();
    ExecutionFilter filter =
        new ExecutionFilter(
            text("intent"),
            text("version"),
            text("agent"),
            status(),
            strategy(),
            text("errorCode"),
            tenant,
            caller.has(Role.VIEWER) ? null : caller.subject(),
            text("traceId"),
            text("requestId"),
            text("tag"),
            time("from"),
            time("to"),
            null,
            text("q"),
            limit(),
            cursor());
    if (!violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(violations));
    }
    return filter;
  }

  private @Nullable String text(String name) {
    String value = query.getFirst(name);
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() > MAX_VALUE || value.indexOf('\0') >= 0) {
      wrong(name, "must be at most " + MAX_VALUE + " characters");
      return null;
    }
    return value;
  }

  private @Nullable ExecutionStatus status() {
    String value = text("status");
    if (value == null) {
      return null;
    }
    return ExecutionStatus.find(value)
        .orElseGet(
            () -> {
              wrong("status", "must be a status");
              return null;
            });
  }

  private @Nullable String strategy() {
    String value = text("strategy");
    if (value != null && Strategy.parse(value).isEmpty()) {
      wrong("strategy", "must be direct, fallback, broadcast or parallel");
      return null;
    }
    return value;
  }

  private @Nullable Instant time(String name) {
    String value = text(name);
    Instant time = value == null ? null : Rfc3339.parse(value).orElse(null);
    if (value != null && time == null) {
      wrong(name, "must be an RFC 3339 time");
    }
    return time;
  }

  private int limit() {
    String value = text("limit");
    try {
      int limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
      if (limit >= 1 && limit <= ExecutionFilter.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // the message below is the same for every unusable number
    }
    wrong("limit", "must be a whole number from 1 to " + ExecutionFilter.MAX_LIMIT);
    return DEFAULT_LIMIT;
  }

  private @Nullable String cursor() {
    String value = text("cursor");
    try {
      if (value != null) {
        byte[] id = Base64.getUrlDecoder().decode(value);
        UUID.fromString(new String(id, StandardCharsets.US_ASCII));
      }
      return value;
    } catch (IllegalArgumentException e) {
      wrong("cursor", "must be the nextCursor of an earlier page");
      return null;
    }
  }

  private void wrong(String name, String message) {
    violations.add(new Violation("/" + name, message));
  }
}
