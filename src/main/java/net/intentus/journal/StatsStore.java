package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.List;
import net.intentus.journal.Stats.Latency;
import net.intentus.journal.Stats.Table;
import org.jspecify.annotations.Nullable;

/** Counts and sizes. No query reads more than {@link #MOST} executions. */
@ApplicationScoped
class StatsStore {
  static final int MOST = 100_000;
  private static final int SAMPLE = 1_000;
  private static final String NEWEST =
      " FROM (SELECT e.id, e.tenant, e.status, e.intent_name, e.agent, e.error_code,"
          + " e.completed_at - e.created_at AS ms FROM execution e WHERE e.id >= ?1"
          + " ORDER BY e.id DESC FETCH FIRST "
          + MOST
          + " ROWS ONLY) w";

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected StatsStore() {}

  StatsStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Executions that agree in all of that. */
  record Group(
      String status, String intent, @Nullable String agent, @Nullable String error, long count) {}

  /** How many there are, up to {@link #MOST}, and the oldest of them. */
  record Extent(long count, @Nullable String oldestId) {}

  @Transactional
  public Extent extent(String fromId) {
    Object[] row =
        (Object[])
            entities
                .createNativeQuery("SELECT COUNT(*), MIN(w.id)" + NEWEST)
                .setParameter(1, fromId)
                .getSingleResult();
    return new Extent(number(row[0]), (String) row[1]);
  }

  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the columns are given
  public List<Group> groups(String fromId, @Nullable String tenant) {
    List<Object[]> rows =
        query(
                "SELECT w.status, w.intent_name, w.agent, w.error_code, COUNT(*)",
                "1 = 1",
                " GROUP BY w.status, w.intent_name, w.agent, w.error_code",
                fromId,
                tenant)
            .getResultList();
    return rows.stream()
        .map(
            row ->
                new Group(
                    (String) row[0],
                    (String) row[1],
                    (String) row[2],
                    (String) row[3],
                    number(row[4])))
        .toList();
  }

  @Transactional
  public Latency latency(String fromId, @Nullable String tenant) {
    Object[] row =
        (Object[])
            query(
                    "SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY w.ms),"
                        + " PERCENTILE_DISC(0.95) WITHIN GROUP (ORDER BY w.ms),"
                        + " PERCENTILE_DISC(0.99) WITHIN GROUP (ORDER BY w.ms), MAX(w.ms)",
                    "w.ms IS NOT NULL",
                    "",
                    fromId,
                    tenant)
                .getSingleResult();
    return new Latency(orNull(row[0]), orNull(row[1]), orNull(row[2]), orNull(row[3]));
  }

  private Query query(
      String select, String where, String after, String fromId, @Nullable String tenant) {
    String mine = tenant == null ? "" : " AND w.tenant = ?2";
    Query query =
        entities
            .createNativeQuery(select + NEWEST + " WHERE " + where + mine + after)
            .setParameter(1, fromId);
    return tenant == null ? query : query.setParameter(2, tenant);
  }

  /** The average bytes of a journal's blocks and of a payload, of the newest executions. */
  @Transactional
  public long[] averages() {
    return new long[] {
      average("OCTET_LENGTH(data)", "journal_block"),
      average(
          "COALESCE(OCTET_LENGTH(envelope), 0) + COALESCE(OCTET_LENGTH(response), 0)",
          "execution_payload")
    };
  }

  private long average(String bytes, String table) {
    Long average =
        first(
            "SELECT SUM(s.bytes) / COUNT(DISTINCT s.execution_id) FROM (SELECT execution_id, "
                + bytes
                + " AS bytes FROM "
                + table
                + " ORDER BY execution_id DESC FETCH FIRST "
                + SAMPLE
                + " ROWS ONLY) s HAVING COUNT(*) > 0");
    return average == null ? 0 : average;
  }

  private @Nullable Long first(String sql) {
    List<?> rows = entities.createNativeQuery(sql).getResultList();
    return rows.isEmpty() ? null : number(rows.get(0));
  }

  /** Rows, not bytes, of every table of ours on H2: as H2 keeps count. */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the columns are given
  public List<Table> tablesOnH2() {
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT LOWER(table_name), row_count_estimate, 0 FROM information_schema.tables"
                    + " WHERE table_schema = 'PUBLIC' ORDER BY 1")
            .getResultList();
    return rows.stream().map(StatsStore::table).toList();
  }

  /**
   * Every table of ours on PostgreSQL with its indexes and partitions and what is stored out of
   * line.
   */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the columns are given
  public List<Table> tablesOnPostgresql() {
    List<Object[]> rows =
        entities
            .createNativeQuery(
                "SELECT COALESCE(p.relname, c.relname)::text AS name,"
                    + " SUM(GREATEST(c.reltuples, 0))::bigint,"
                    + " SUM(pg_total_relation_size(c.oid))::bigint FROM pg_class c"
                    + " LEFT JOIN pg_inherits i ON i.inhrelid = c.oid"
                    + " LEFT JOIN pg_class p ON p.oid = i.inhparent"
                    + " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
                    + " GROUP BY 1 ORDER BY 1")
            .getResultList();
    return rows.stream().map(StatsStore::table).toList();
  }

  /** The size of the database; null when it is in memory. */
  @Transactional
  public @Nullable Long databaseBytes(boolean postgresql) {
    return first(
        postgresql
            ? "SELECT pg_database_size(current_database())"
            : "SELECT CAST(setting_value AS BIGINT) FROM information_schema.settings"
                + " WHERE setting_name = 'info.FILE_SIZE'");
  }

  private static Table table(Object[] row) {
    return new Table((String) row[0], number(row[1]), number(row[2]));
  }

  private static @Nullable Long orNull(@Nullable Object value) {
    return value == null ? null : number(value);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
