package net.intentus.api;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.intent.Caller;
import net.intentus.intent.Rfc3339;
import net.intentus.intent.Violation;
import net.intentus.journal.DriftFilter;
import org.jspecify.annotations.Nullable;

/** Reads the query of a drift report and keeps it inside what the caller may see. */
final class DriftQuery {
  private static final Duration DEFAULT_WINDOW = Duration.ofHours(24);
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_VALUE = 512;
  private static final Set<String> NAMES = Set.of("intent", "from", "to", "limit", "cursor");

  private final MultivaluedMap<String, String> query;
  private final Caller caller;
  private final Instant now;
  private final List<Violation> violations = new ArrayList<>();

  DriftQuery(MultivaluedMap<String, String> query, Caller caller, Instant now) {
    this.query = query;
    this.caller = caller;
    this.now = now;
  }

  /**
   * The filter.
   *
   * @throws ProblemException naming every parameter that cannot be used
   */
  DriftFilter filter() {
    query.keySet().stream()
        .filter(name -> !NAMES.contains(name))
        .forEach(name -> violations.add(new Violation("", "there is a parameter that is unknown")));
    Instant until = time("to");
    Instant to = until == null ? now : until;
    Instant since = time("from");
    Instant from = since == null ? to.minus(DEFAULT_WINDOW) : since;
    if (from.isAfter(to)) {
      violations.add(new Violation("/from", "must not be after to"));
    }
    DriftFilter filter =
        new DriftFilter(
            caller.allTenants() ? null : caller.tenant(),
            text("intent"),
            from,
            to,
            limit(),
            text("cursor"));
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
      violations.add(new Violation("/" + name, "must be at most " + MAX_VALUE + " characters"));
      return null;
    }
    return value;
  }

  private @Nullable Instant time(String name) {
    String value = text(name);
    Instant time =
        value == null ? null : Rfc3339.parse(value).filter(DriftQuery::usable).orElse(null);
    if (value != null && time == null) {
      violations.add(new Violation("/" + name, "must be an RFC 3339 time from 1970 to 9999"));
    }
    return time;
  }

  private static boolean usable(Instant time) {
    return time.getEpochSecond() >= 0 && time.isBefore(LATEST);
  }

  private int limit() {
    String value = text("limit");
    try {
      int limit = value == null ? DEFAULT_LIMIT : Integer.parseInt(value);
      if (limit >= 1 && limit <= DriftFilter.MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // the message below is the same for every unusable number
    }
    violations.add(
        new Violation("/limit", "must be a whole number from 1 to " + DriftFilter.MAX_LIMIT));
    return DEFAULT_LIMIT;
  }
}
