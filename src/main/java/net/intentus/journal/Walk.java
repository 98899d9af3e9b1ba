package net.intentus.journal;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways through the executions, newest first. Each follows one index, in which the rows with one
 * value lie in the order of their identifiers, so that reading can begin anywhere and stop
 * anywhere.
 */
enum Walk {
  TRACE("trace_id"),
  ERROR("error_code"),
  AGENT("agent"),
  INTENT("intent_name"),
  STATUS("status"),
  /** Along what the sweep found, which names few. */
  MISMATCH(null),
  /** Along the primary key: everything. */
  ALL(null);

  /** Those that have an index in the embedded database, where an index costs every execution. */
  static final Set<Walk> EMBEDDED =
      Collections.unmodifiableSet(EnumSet.of(TRACE, STATUS, MISMATCH, ALL));

  private static final String FOUND = "v.state = 'MISMATCH'"; // literal, or a partial index is lost
  private final @Nullable String column;

  Walk(@Nullable String column) {
    this.column = column;
  }

  /** Whether a filter names a pattern instead of a value. */
  static boolean pattern(String text) {
    return text.contains("*");
  }

  private static @Nullable String exact(@Nullable String text) {
    return text == null || pattern(text) ? null : text;
  }

  /** The value that the filter wants in this walk's column; null when any will do. */
  @Nullable String value(ExecutionFilter filter) {
    ExecutionStatus status = filter.status();
    return switch (this) {
      case TRACE -> filter.traceId();
      case ERROR -> filter.errorCode();
      case AGENT -> exact(filter.agent());
      case INTENT -> exact(filter.intent());
      case STATUS -> status == null ? null : status.name();
      case MISMATCH, ALL -> null;
    };
  }

  /** The column of the table {@code execution} that this walk follows, or null. */
  @Nullable String column() {
    return column;
  }

  /** What to select from; {@code e} is the execution. */
  String tables() {
    return this == MISMATCH
        ? "execution_verification v JOIN execution e ON e.id = v.execution_id"
        : "execution e";
  }

  /** What to select identifiers from. */
  String keyTable() {
    return this == MISMATCH ? "execution_verification v" : "execution e";
  }

  /** The column with the identifier. */
  String key() {
    return this == MISMATCH ? "v.execution_id" : "e.id";
  }

  /** What chooses the rows of this walk; empty for all. With a column it ends in its value. */
  String condition() {
    return this == MISMATCH ? FOUND : column == null ? "" : "e." + column + " = ";
  }

  /** Newest first, spelled as the index is, or H2 would sort everything instead of following it. */
  String order() {
    return this == MISMATCH
        ? "v.state DESC, v.execution_id DESC"
        : column == null ? "e.id DESC" : "e." + column + " DESC, e.id DESC";
  }
}
