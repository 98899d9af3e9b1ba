package net.intentus.audit;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table behind the trail. Thread-safe in the container, whose entity manager is shared. */
@Singleton
class AuditStore {
  @PersistenceContext(unitName = "intentusnet")
  EntityManager entities;

  @Transactional
  public void insert(AuditRow row) {
    entities.persist(row);
  }

  /** The newest entries first; identifiers rise with time. */
  @Transactional
  public List<AuditView> page(AuditFilter filter, @Nullable String before, int limit) {
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(filter, values);
    if (before != null) {
      where += " AND a.id < :before";
      values.put("before", before);
    }
    return views("SELECT a FROM AuditRow a WHERE " + where + " ORDER BY a.id DESC", values, limit);
  }

  /**
   * Entries that have their place in the chain, in its order, after one place and up to another.
   */
  @Transactional
  public List<AuditView> sealed(AuditFilter filter, long after, long upTo, int limit) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("after", after);
    values.put("upTo", upTo);
    return views(
        "SELECT a FROM AuditRow a WHERE a.seq > :after AND a.seq <= :upTo AND "
            + where(filter, values)
            + " ORDER BY a.seq",
        values,
        limit);
  }

  /** The end of the chain. */
  @Transactional
  public AuditChain chain() {
    return entities.find(AuditHead.class, AuditHead.ONLY).chain();
  }

  /** How many entries wait for their place. */
  @Transactional
  public long unsealed() {
    return entities
        .createQuery("SELECT COUNT(a) FROM AuditRow a WHERE a.seq IS NULL", Long.class)
        .getSingleResult();
  }

  /**
   * Gives entries that are committed and have none their places. Instances take turns: the head's
   * row is locked, and only then the entries are read.
   *
   * @param name for the chain, if this is its beginning
   * @return how many there were, at most the limit
   */
  @Transactional
  public int seal(String name, int limit) {
    if (unsealed() == 0) {
      return 0;
    }
    AuditHead head = entities.find(AuditHead.class, AuditHead.ONLY, LockModeType.PESSIMISTIC_WRITE);
    head.begin(name);
    List<AuditRow> rows =
        entities
            .createQuery(
                "SELECT a FROM AuditRow a WHERE a.seq IS NULL ORDER BY a.id", AuditRow.class)
            .setMaxResults(limit)
            .getResultList();
    rows.forEach(head::append);
    return rows.size();
  }

  private List<AuditView> views(String query, Map<String, Object> values, int limit) {
    TypedQuery<AuditRow> found = entities.createQuery(query, AuditRow.class).setMaxResults(limit);
    values.forEach(found::setParameter);
    return found.getResultStream().map(AuditRow::view).toList();
  }

  private static String where(AuditFilter filter, Map<String, Object> values) {
    StringBuilder where = new StringBuilder("1 = 1");
    equal(where, values, "tenant", filter.tenant());
    equal(where, values, "actor", filter.actor());
    action(where, values, filter.action());
    object(where, values, filter.object());
    if (filter.from() != null) {
      where.append(" AND a.at >= :since");
      values.put("since", filter.from().toEpochMilli());
    }
    if (filter.to() != null) {
      where.append(" AND a.at < :until");
      values.put("until", filter.to().toEpochMilli());
    }
    return where.toString();
  }

  private static void equal(
      StringBuilder where, Map<String, Object> values, String name, @Nullable String value) {
    if (value != null) {
      where.append(" AND a.").append(name).append(" = :").append(name);
      values.put(name, value);
    }
  }

  private static void action(
      StringBuilder where, Map<String, Object> values, @Nullable String action) {
    if (action == null || !action.endsWith("*")) {
      equal(where, values, "action", action);
      return;
    }
    String beginning = action.substring(0, action.length() - 1);
    where.append(" AND a.action LIKE :action ESCAPE '!'");
    values.put("action", beginning.replaceAll("([!%_])", "!$1") + "%");
  }

  private static void object(
      StringBuilder where, Map<String, Object> values, @Nullable String object) {
    if (object == null) {
      return;
    }
    where.append(" AND (a.objectType = :object OR a.objectId = :object");
    values.put("object", object);
    int slash = object.indexOf('/');
    if (slash > 0) {
      where.append(" OR (a.objectType = :kind AND a.objectId = :which)");
      values.put("kind", object.substring(0, slash));
      values.put("which", object.substring(slash + 1));
    }
    where.append(")");
  }
}
