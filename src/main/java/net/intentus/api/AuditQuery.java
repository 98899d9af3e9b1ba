package net.intentus.api;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.intentus.audit.AuditFilter;
import net.intentus.intent.Rfc3339;
import net.intentus.intent.Violation;
import org.jspecify.annotations.Nullable;

/** Reads the query of the audit trail. */
final class AuditQuery {
  private static final int MAX_VALUE = 512;
  private static final Set<String> NAMES =
      Set.of("actor", "action", "object", "tenant", "from", "to");

  private final MultivaluedMap<String, String> query;
  private final List<Violation> violations = new ArrayList<>();

  private AuditQuery(MultivaluedMap<String, String> query) {
    this.query = query;
  }

  /**
   * Takes the filter out of the query; what is left says which page.
   *
   * @throws ProblemException naming every parameter that cannot be used
   */
  static AuditFilter take(MultivaluedMap<String, String> query) {
    AuditQuery reading = new AuditQuery(query);
    AuditFilter filter =
        new AuditFilter(
            reading.text("tenant"),
            reading.text("actor"),
            reading.text("action"),
            reading.text("object"),
            reading.time("from"),
            reading.time("to"));
    if (!reading.violations.isEmpty()) {
      throw new ProblemException(Problem.invalid(reading.violations));
    }
    NAMES.forEach(query::remove);
    return filter;
  }

  private @Nullable String text(String name) {
    String value = query.getFirst(name);
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() > MAX_VALUE || value.indexOf('\0') >= 0) {
      violations.add(new Violation("", name + " must be at most " + MAX_VALUE + " characters"));
      return null;
    }
    return value;
  }

  private @Nullable Instant time(String name) {
    String value = text(name);
    Instant time = value == null ? null : Rfc3339.parse(value).orElse(null);
    if (value != null && time == null) {
      violations.add(new Violation("", name + " must be an RFC 3339 time"));
    }
    return time;
  }
}
