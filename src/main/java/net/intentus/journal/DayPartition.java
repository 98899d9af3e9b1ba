package net.intentus.journal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The executions of some days (UTC), with their journal and their payloads, as partitions of three
 * tables on PostgreSQL: {@code execution_d20261121} and so on. By default one day, see {@link
 * Partitions}.
 *
 * @param suffix of the tables' names
 * @param from first day
 * @param to first day behind it
 */
record DayPartition(String suffix, LocalDate from, LocalDate to) {
  /** What is partitioned, with the column that holds the identifier. */
  static final List<RetentionStore.Rows> TABLES =
      List.of(
          new RetentionStore.Rows("execution", "id"),
          new RetentionStore.Rows("journal_block", "execution_id"),
          new RetentionStore.Rows("execution_payload", "execution_id"));

  /** What there was before there were partitions, and restored records of that time. */
  private static final String BEFORE = "before";

  private static final Pattern BOUNDS =
      Pattern.compile("FOR VALUES FROM \\((?:MINVALUE|'([^']{13})')\\) TO \\('([^']{13})'\\)");

  private static final Pattern TIMED = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7");

  static DayPartition of(LocalDate from, LocalDate to) {
    return new DayPartition("d" + DateTimeFormatter.BASIC_ISO_DATE.format(from), from, to);
  }

  /** A partition of {@code execution} as PostgreSQL describes it; empty for the default one. */
  static Optional<DayPartition> parse(String table, String bounds) {
    Matcher matcher = BOUNDS.matcher(bounds);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new DayPartition(
            table.substring("execution_".length()),
            matcher.group(1) == null ? LocalDate.EPOCH : day(matcher.group(1)),
            day(matcher.group(2))));
  }

  /** The day that a UUIDv7 was made; empty when it is none. */
  static Optional<LocalDate> dayOf(String id) {
    return TIMED.matcher(id).lookingAt() ? Optional.of(day(id.substring(0, 13))) : Optional.empty();
  }

  private static LocalDate day(String prefix) {
    long millis = Long.parseLong(prefix.substring(0, 8) + prefix.substring(9), 16);
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  /** Sorts before every identifier in it. */
  String lower() {
    return Expiry.idAt(from.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** Sorts behind every identifier in it. */
  String upper() {
    return Expiry.idAt(to.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /**
   * Whether it can go as a whole; what was before never does, because restored records go there.
   */
  boolean droppable() {
    return !suffix.equals(BEFORE);
  }

  boolean holds(LocalDate day) {
    return !day.isBefore(from) && day.isBefore(to);
  }

  boolean overlaps(DayPartition other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  /** Its tables. */
  Stream<String> tables() {
    return TABLES.stream().map(rows -> rows.table() + "_" + suffix);
  }
}
