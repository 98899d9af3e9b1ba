package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.intentus.intent.Hashes;
import net.intentus.intent.IntentRef;

/** Groups executions by request and fingerprint, over a bounded range of identifiers. */
@ApplicationScoped
class DriftStore {
  /** How many executions one report looks at, whoever they belong to. */
  static final int MAX_SCAN = 20_000;

  /** How many fingerprints of a request are told one by one. */
  static final int MAX_KINDS = 20;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private final int maxScan;

  /** For the container. */
  protected DriftStore() {
    this.maxScan = MAX_SCAN;
  }

  DriftStore(EntityManager entities, int maxScan) {
    this.entities = entities;
    this.maxScan = maxScan;
  }

  /**
   * A stretch of the record.
   *
   * @param lower first identifier
   * @param upper identifier behind the last
   * @param complete whether it is all that was asked for
   */
  record Window(String lower, String upper, boolean complete) {}

  /** The newest part of the range that is not larger than may be looked at. */
  @Transactional
  public Window window(String from, String upper) {
    Query query =
        entities.createNativeQuery(
            "SELECT id FROM execution WHERE id >= ?1 AND id < ?2 ORDER BY id DESC");
    query.setParameter(1, from).setParameter(2, upper);
    query.setFirstResult(maxScan - 1).setMaxResults(2);
    List<?> ids = query.getResultList();
    return ids.size() < 2
        ? new Window(from, upper, true)
        : new Window((String) ids.get(0), upper, false);
  }

  /** How many executions of the window the filter is about. */
  @Transactional
  public long count(DriftFilter filter, Window window) {
    Query query = entities.createNativeQuery("SELECT COUNT(*) FROM execution e" + where(filter));
    bind(query, values(filter, window));
    return ((Number) query.getSingleResult()).longValue();
  }

  /** Groups whose last execution is before that one, one more than the limit if there are. */
  @Transactional
  public List<DriftPage.Group> groups(DriftFilter filter, Window window, String before) {
    String group = "PARTITION BY g.tenant, g.intent_name, g.intent_version, g.envelope_hash";
    List<Object> values = values(filter, window);
    values.add(before);
    String sql =
        "SELECT * FROM (SELECT g.*,"
            + (" COUNT(*) OVER (" + group + ") AS kinds,")
            + (" MAX(g.last_id) OVER (" + group + ") AS group_last,")
            + (" ROW_NUMBER() OVER (" + group + " ORDER BY g.last_id DESC) AS place")
            + " FROM (SELECT tenant, intent_name, intent_version, envelope_hash, fingerprint,"
            + " COUNT(*) AS n, MIN(id) AS first_id, MAX(id) AS last_id, MAX(created_at) AS last_at"
            + (" FROM execution e" + where(filter) + " AND fingerprint IS NOT NULL")
            + " GROUP BY tenant, intent_name, intent_version, envelope_hash, fingerprint) g) w"
            + (" WHERE kinds > 1 AND place <= " + MAX_KINDS + " AND group_last < ?" + values.size())
            + " ORDER BY group_last DESC, place";
    Query query = entities.createNativeQuery(sql);
    bind(query, values);
    query.setMaxResults((filter.limit() + 1) * MAX_KINDS);
    return grouped(query.getResultList(), filter.limit() + 1);
  }

  private static String where(DriftFilter filter) {
    int next = 3;
    String tenant = filter.tenant() == null ? "" : " AND e.tenant = ?" + next++;
    String intent = filter.intent() == null ? "" : " AND e.intent_name = ?" + next;
    return " WHERE e.id >= ?1 AND e.id < ?2" + tenant + intent;
  }

  private static List<Object> values(DriftFilter filter, Window window) {
    List<Object> values = new ArrayList<>(List.of(window.lower(), window.upper()));
    if (filter.tenant() != null) {
      values.add(filter.tenant());
    }
    if (filter.intent() != null) {
      values.add(filter.intent());
    }
    return values;
  }

  private static void bind(Query query, List<Object> values) {
    for (int i = 0; i < values.size(); i++) {
      query.setParameter(i + 1, values.get(i));
    }
  }

  private static List<DriftPage.Group> grouped(List<?> rows, int limit) {
    List<DriftPage.Group> groups = new ArrayList<>();
    List<DriftPage.Course> courses = new ArrayList<>();
    for (int i = 0; i < rows.size() && groups.size() < limit; i++) {
      Object[] row = (Object[]) rows.get(i);
      courses.add(course(row));
      boolean ends = i + 1 == rows.size() || number(((Object[]) rows.get(i + 1))[11]) == 1;
      if (ends) {
        groups.add(
            new DriftPage.Group(
                (String) row[0],
                new IntentRef((String) row[1], (String) row[2]),
                Hashes.format((byte[]) row[3]),
                number(row[9]),
                courses));
        courses.clear();
      }
    }
    return groups;
  }

  private static DriftPage.Course course(Object[] row) {
    return new DriftPage.Course(
        Hashes.format((byte[]) row[4]),
        number(row[5]),
        (String) row[6],
        (String) row[7],
        Instant.ofEpochMilli(number(row[8])));
  }

  private static long number(Object column) {
    return ((Number) column).longValue();
  }
}
