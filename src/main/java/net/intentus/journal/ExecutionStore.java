package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads executions. */
@ApplicationScoped
class ExecutionStore {
  /** How far a list is counted before it says "or more". */
  static final int COUNT_LIMIT = 10_000;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected ExecutionStore() {}

  ExecutionStore(EntityManager entities) {
    this.entities = entities;
  }

  /** One row more than asked for, if there is one, so that the caller knows about the next page. */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the result class is given
  public List<ExecutionSummary> page(ExecutionFilter filter, @Nullable String before) {
    Where where = new Where(filter, before);
    Query query =
        entities.createNativeQuery(
            "SELECT * FROM execution e" + where.sql() + " ORDER BY e.id DESC",
            ExecutionEntity.class);
    where.bind(query);
    query.setMaxResults(filter.limit() + 1);
    List<ExecutionEntity> rows = query.getResultList();
    return rows.stream().map(ExecutionEntity::summary).toList();
  }

  /** How many match, counted up to one more than {@link #COUNT_LIMIT}. */
  @Transactional
  public long count(ExecutionFilter filter) {
    Where where = new Where(filter, null);
    Query query =
        entities.createNativeQuery(
            "SELECT COUNT(*) FROM (SELECT 1 AS n FROM execution e"
                + where.sql()
                + " FETCH FIRST "
                + (COUNT_LIMIT + 1)
                + " ROWS ONLY) counted");
    where.bind(query);
    return ((Number) query.getSingleResult()).longValue();
  }

  @Transactional
  public Optional<StoredExecution> find(String id) {
    ExecutionEntity row = entities.find(ExecutionEntity.class, id);
    if (row == null) {
      return Optional.empty();
    }
    List<JournalBlockEntity> blocks =
        entities
            .createQuery(
                "select b from JournalBlockEntity b where b.executionId = :id order by b.firstSeq",
                JournalBlockEntity.class)
            .setParameter("id", id)
            .getResultList();
    return Optional.of(
        new StoredExecution(
            row.summary(),
            row.lastSeq(),
            List.copyOf(blocks),
            entities.find(PayloadEntity.class, id)));
  }

  /** The conditions of a filter, as SQL that both databases understand. */
  private static final class Where {
    private final List<String> conditions = new ArrayList<>();
    private final Map<Integer, Object> values = new HashMap<>();

    Where(ExecutionFilter filter, @Nullable String before) {
      pattern("e.intent_name", filter.intent());
      equal("e.intent_version", filter.version());
      pattern("e.agent", filter.agent());
      equal("e.status", filter.status() == null ? null : filter.status().name());
      equal(
          "e.strategy",
          filter.strategy() == null ? null : filter.strategy().toUpperCase(Locale.ROOT));
      equal("e.error_code", filter.errorCode());
      equal("e.tenant", filter.tenant());
      equal("e.subject", filter.subject());
      equal("e.trace_id", filter.traceId());
      equal("e.request_id", filter.requestId());
      if (filter.tag() != null) {
        compare("e.tags LIKE", "%\n" + escape(filter.tag()) + "\n%", " ESCAPE '!'");
      }
      if (filter.from() != null) {
        compare("e.created_at >=", filter.from().toEpochMilli(), "");
      }
      if (filter.to() != null) {
        compare("e.created_at <", filter.to().toEpochMilli(), "");
      }
      if (filter.text() != null) {
        text(filter.text());
      }
      if (before != null) {
        compare("e.id <", before, "");
      }
    }

    private void text(String wanted) {
      String like = "%" + escape(wanted.toLowerCase(Locale.ROOT)) + "%";
      List<String> any = new ArrayList<>();
      for (String column :
          List.of("intent_name", "agent", "id", "trace_id", "request_id", "tags", "error_code")) {
        values.put(values.size() + 1, like);
        any.add("LOWER(e." + column + ") LIKE ?" + values.size() + " ESCAPE '!'");
      }
      conditions.add("(" + String.join(" OR ", any) + ")");
    }

    private void pattern(String column, @Nullable String value) {
      if (value != null && value.contains("*")) {
        compare(column + " LIKE", escape(value).replace('*', '%'), " ESCAPE '!'");
      } else {
        equal(column, value);
      }
    }

    private void equal(String column, @Nullable String value) {
      if (value != null) {
        compare(column + " =", value, "");
      }
    }

    private void compare(String left, Object value, String after) {
      values.put(values.size() + 1, value);
      conditions.add(left + " ?" + values.size() + after);
    }

    private static String escape(String text) {
      return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    String sql() {
      return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    void bind(Query query) {
      values.forEach(query::setParameter);
    }
  }
}
