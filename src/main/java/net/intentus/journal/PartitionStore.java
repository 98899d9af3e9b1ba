package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.intentus.journal.RetentionRun.Counts;
import net.intentus.journal.RetentionStore.Rows;

/**
 * Makes and drops partitions, on PostgreSQL, each in one short transaction that gives up soon when
 * it would have to wait for others: while it waits, everybody waits behind it.
 */
@ApplicationScoped
class PartitionStore {
  /**
   * For one lock; below PostgreSQL's deadlock_timeout, so that it is always this side that fails.
   */
  private static final String PATIENCE = "SET LOCAL lock_timeout TO '250ms'";

  /** Attaching looks through the default partition while lists wait for it. */
  private static final String HASTE = "SET LOCAL statement_timeout TO '2s'";

  /** Whoever holds it makes partitions; any number that nobody else uses. */
  private static final long MAKING = 0x696e74656e7431L;

  private static final String PARTITIONED =
      DayPartition.TABLES.stream().map(Rows::table).collect(Collectors.joining(", ONLY "));

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private final RetentionRunStore runs;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected PartitionStore() {
    this.runs = null;
  }

  @Inject
  PartitionStore(RetentionRunStore runs) {
    this.runs = runs;
  }

  PartitionStore(EntityManager entities) {
    this(new RetentionRunStore(entities));
    this.entities = entities;
  }

  /** Others worked on the same tables; nothing was changed. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy(SQLException cause) {
      super(cause);
    }
  }

  /** Every partition but the default one, oldest first. */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the columns are given
  public List<DayPartition> all() {
    Stream<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT c.relname::text, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i"
                    + " JOIN pg_class c ON c.oid = i.inhrelid"
                    + " WHERE i.inhparent = to_regclass('execution')")
            .getResultStream();
    return rows.map(row -> DayPartition.parse((String) row[0], (String) row[1]))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(DayPartition::from))
        .toList();
  }

  /**
   * Makes an empty partition.
   *
   * @param current whether executions of that time are being recorded now: they are held up for a
   *     moment, or one on its way into the default partition would be refused
   * @return false when another instance is making partitions, has made this one, or the default
   *     partition holds executions of that time already, which then stay there
   * @throws Busy when the tables could not be had in time
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean make(DayPartition wanted, boolean current) {
    Connection connection = entities.unwrap(Connection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute(PATIENCE);
      statement.execute(HASTE);
      if (!yes(statement, "SELECT pg_try_advisory_xact_lock(" + MAKING + ")")
          || all().stream().anyMatch(wanted::overlaps)) {
        return false;
      }
      if (current) {
        statement.execute("LOCK TABLE ONLY " + PARTITIONED + " IN SHARE ROW EXCLUSIVE MODE");
      }
      for (Rows rows : DayPartition.TABLES) {
        if (yes(statement, strays(rows, wanted))) {
          return false;
        }
      }
      for (Rows rows : DayPartition.TABLES) {
        attach(statement, rows.table(), wanted);
      }
      return true;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static String strays(Rows rows, DayPartition wanted) {
    return "SELECT EXISTS (SELECT 1 FROM %1$s_default WHERE %2$s >= '%3$s' AND %2$s < '%4$s')"
        .formatted(rows.table(), rows.key(), wanted.lower(), wanted.upper());
  }

  /** Attaching lets inserts into other partitions go on; making it as a partition would not. */
  private static void attach(Statement statement, String table, DayPartition wanted)
      throws SQLException {
    String name = table + "_" + wanted.suffix();
    statement.execute("CREATE TABLE " + name + " (LIKE " + table + " INCLUDING ALL)");
    statement.execute(
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
            .formatted(table, name, wanted.lower(), wanted.upper()));
  }

  /** Counts what dropping it would free, for a dry run. */
  @Transactional
  public void count(String run, DayPartition day, long rows) {
    try (Statement statement = entities.unwrap(Connection.class).createStatement()) {
      runs.progress(run, Counts.dropped(1, rows, 0, bytes(statement, day)));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** What its tables take on the disk, without indexes. */
  private static long bytes(Statement statement, DayPartition day) throws SQLException {
    return number(
        statement,
        day.tables()
            .map(table -> "pg_table_size('" + table + "')")
            .collect(Collectors.joining(" + ", "SELECT ", "")));
  }

  /**
   * Drops it with everything that other tables hold of its executions.
   *
   * @param rows how many executions have been looked at; all of them have expired
   * @param archived whether they are in an archive
   * @return false, and nothing is changed, when there are more or fewer by now, or one is held
   * @throws Busy when the tables could not be had in time
   * @throws RetentionRunStore.LeaseLost when the run has been taken over
   */
  @Transactional
  public boolean drop(String run, DayPartition day, long rows, boolean archived) {
    runs.renew(run);
    Connection connection = entities.unwrap(Connection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute(PATIENCE);
      // Waits for holds and restored records that are being written, and keeps others from it.
      statement.execute("LOCK TABLE execution_" + day.suffix() + " IN EXCLUSIVE MODE");
      if (rows != number(statement, "SELECT COUNT(*) FROM execution_" + day.suffix())
          || yes(statement, held(day))) {
        return false;
      }
      long bytes = bytes(statement, day);
      deleteBeside(connection, day);
      statement.execute("DROP TABLE " + day.tables().collect(Collectors.joining(", ")));
      runs.progress(run, Counts.dropped(1, rows, archived ? rows : 0, bytes));
      return true;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static String held(DayPartition day) {
    return "SELECT EXISTS (SELECT 1 FROM legal_hold WHERE execution_id >= '%s' AND execution_id < '%s')"
        .formatted(day.lower(), day.upper());
  }

  private static void deleteBeside(Connection connection, DayPartition day) throws SQLException {
    for (Rows rows : RetentionStore.ROWS_OF_AN_EXECUTION) {
      if (!DayPartition.TABLES.contains(rows)) {
        try (PreparedStatement delete =
            connection.prepareStatement(
                "DELETE FROM %1$s WHERE %2$s >= ? AND %2$s < ?"
                    .formatted(rows.table(), rows.key()))) {
          delete.setString(1, day.lower());
          delete.setString(2, day.upper());
          delete.executeUpdate();
        }
      }
    }
  }

  private static boolean yes(Statement statement, String sql) throws SQLException {
    try (ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet answer = statement.executeQuery(sql)) {
      return answer.next() ? answer.getLong(1) : 0;
    }
  }

  /** lock_not_available, deadlock_detected, query_canceled by the time limit. */
  private static RuntimeException failed(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "55P03", "40P01", "57014" -> new Busy(e);
      default -> new PersistenceException(e);
    };
  }
}
