package net.intentus.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement about a stretch of the executions, in SQL that both databases understand, and its
 * values in order. Pure.
 *
 * <p>Conditions that are not the walk's are written so that no index answers them: the database is
 * to follow the walk, whose length is known, and not one that its statistics prefer.
 */
record ListQuery(String sql, List<Object> values) {
  /** What one text filter is compared with. */
  private static final String TEXT =
      "LOWER(CONCAT(e.intent_name, '\n', e.agent, '\n', e.id, '\n', e.trace_id, '\n',"
          + " e.request_id, '\n', e.tags, '\n', e.error_code))";

  /**
   * Rows along one walk.
   *
   * @param value in the walk's column, or null
   * @param lower the lowest identifier, or null
   * @param upper all identifiers are before this one; null for no bound
   */
  record Stretch(
      Walk walk, @Nullable String value, @Nullable String lower, @Nullable String upper) {
    /** The same, ending at that row. */
    Stretch down(@Nullable String floor) {
      return floor == null ? this : new Stretch(walk, value, floor, upper);
    }
  }

  /** The identifiers that far down the stretch: the last one of that many, and the next. */
  static ListQuery mark(Stretch stretch, int rows) {
    Writer sql = new Writer("SELECT " + stretch.walk().key() + " FROM ", stretch.walk().keyTable());
    sql.along(stretch);
    return sql.end(
        (" ORDER BY " + stretch.walk().order())
            + (" OFFSET " + (rows - 1) + " ROWS FETCH NEXT 2 ROWS ONLY"));
  }

  /** The newest executions of the stretch that match. */
  static ListQuery rows(Stretch stretch, ExecutionFilter filter, int limit) {
    Writer sql = new Writer("SELECT e.* FROM ", stretch.walk().tables());
    sql.along(stretch);
    sql.matching(filter, stretch.walk());
    return sql.end(" ORDER BY " + stretch.walk().order() + " FETCH FIRST " + limit + " ROWS ONLY");
  }

  /** How many executions of the stretch match, up to that many. */
  static ListQuery count(Stretch stretch, ExecutionFilter filter, int limit) {
    Writer sql = new Writer("SELECT COUNT(*) FROM (SELECT 1 AS n FROM ", stretch.walk().tables());
    sql.along(stretch);
    sql.matching(filter, stretch.walk());
    return sql.end(
        (" ORDER BY " + stretch.walk().order())
            + (" FETCH FIRST " + limit + " ROWS ONLY) counted"));
  }

  /** Collects conditions and values. */
  private static final class Writer {
    private final StringBuilder sql;
    private final List<Object> values = new ArrayList<>();
    private String joint = " WHERE ";

    Writer(String select, String tables) {
      sql = new StringBuilder(select).append(tables);
    }

    void along(Stretch stretch) {
      Walk walk = stretch.walk();
      if (stretch.value() != null) {
        compare(walk.condition(), stretch.value(), "");
      } else if (!walk.condition().isEmpty()) {
        add(walk.condition());
      }
      if (stretch.lower() != null) {
        compare(walk.key() + " >= ", stretch.lower(), "");
      }
      if (stretch.upper() != null) {
        compare(walk.key() + " < ", stretch.upper(), "");
      }
    }

    void matching(ExecutionFilter filter, Walk walk) {
      for (Walk other : Walk.values()) {
        String value = other.value(filter);
        if (value != null && other != walk) {
          compare("COALESCE(e." + other.column() + ", '') = ", value, "");
        }
      }
      pattern("e.intent_name", filter.intent());
      pattern("e.agent", filter.agent());
      equal("e.intent_version", filter.version());
      String strategy = filter.strategy();
      equal("e.strategy", strategy == null ? null : strategy.toUpperCase(Locale.ROOT));
      equal("e.tenant", filter.tenant());
      equal("e.subject", filter.subject());
      equal("e.request_id", filter.requestId());
      if (filter.tag() != null) {
        compare("e.tags LIKE ", "%\n" + escape(filter.tag()) + "\n%", " ESCAPE '!'");
      }
      if (filter.from() != null) {
        compare("e.created_at >= ", filter.from().toEpochMilli(), "");
      }
      if (filter.to() != null) {
        compare("e.created_at < ", filter.to().toEpochMilli(), "");
      }
      if (filter.text() != null) {
        String wanted = escape(filter.text().toLowerCase(Locale.ROOT));
        compare(TEXT + " LIKE ", "%" + wanted + "%", " ESCAPE '!'");
      }
      if (filter.trait() == ExecutionTrait.FELL_BACK) {
        add("e.strategy = 'FALLBACK' AND e.attempts > 1");
      }
    }

    private void pattern(String column, @Nullable String value) {
      if (value != null && Walk.pattern(value)) {
        compare(column + " LIKE ", escape(value).replace('*', '%'), " ESCAPE '!'");
      }
    }

    private void equal(String column, @Nullable String value) {
      if (value != null) {
        compare(column + " = ", value, "");
      }
    }

    private void compare(String left, Object value, String after) {
      values.add(value);
      add(left + "?" + values.size() + after);
    }

    private void add(String condition) {
      sql.append(joint).append(condition);
      joint = " AND ";
    }

    private static String escape(String text) {
      return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    ListQuery end(String tail) {
      return new ListQuery(sql + tail, List.copyOf(values));
    }
  }
}
