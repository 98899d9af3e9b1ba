package net.intentus.journal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import net.intentus.config.Settings;
import net.intentus.journal.ListQuery.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * Lists executions. One call reads a bounded number of rows, however many there are and whatever is
 * asked for; a page that had to stop before it was full says where (ADR 0020).
 */
@ApplicationScoped
class ExecutionListStore {
  /** How far a list is counted before it says "or more". */
  static final int COUNT_LIMIT = 10_000;

  /** How many rows are compared with a filter. */
  static final int BUDGET = 50_000;

  /** The same in the embedded database, which takes longer over each. */
  static final int EMBEDDED_BUDGET = 25_000;

  /** The same along an index of the embedded database: the rows lie far apart. */
  static final int EMBEDDED_INDEX_BUDGET = 7_000;

  /** The same with a text, which costs more a row. */
  static final int TEXT_BUDGET = 20_000;

  private static final Pattern ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /** An identifier is made a little before the execution's time is taken. */
  private static final long SLACK_MS = 1_000;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  private final Set<Walk> walks;
  private final int budget;
  private final int indexBudget;
  private final int textBudget;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected ExecutionListStore() {
    this(EnumSet.noneOf(Walk.class), BUDGET, BUDGET, TEXT_BUDGET);
  }

  @Inject
  ExecutionListStore(Settings settings) {
    this(settings.database().postgresql());
  }

  private ExecutionListStore(boolean postgresql) {
    this(
        postgresql ? EnumSet.allOf(Walk.class) : Walk.EMBEDDED,
        postgresql ? BUDGET : EMBEDDED_BUDGET,
        postgresql ? BUDGET : EMBEDDED_INDEX_BUDGET,
        TEXT_BUDGET);
  }

  ExecutionListStore(EntityManager entities, Set<Walk> walks, int budget, int textBudget) {
    this(walks, budget, budget, textBudget);
    this.entities = entities;
  }

  @SuppressWarnings("NullAway") // the container or the constructor above brings the entity manager
  private ExecutionListStore(Set<Walk> walks, int budget, int indexBudget, int textBudget) {
    this.walks = walks;
    this.budget = budget;
    this.indexBudget = indexBudget;
    this.textBudget = textBudget;
  }

  /**
   * What a page found.
   *
   * @param rows newest first, one more than asked for, if there is one
   * @param floor the oldest identifier looked at; null when there is nothing older to look at
   */
  record Found(List<ExecutionSummary> rows, @Nullable String floor) {}

  /** How many match, one more than {@link #COUNT_LIMIT} at most, and whether that is all. */
  record Counted(long rows, boolean exact) {}

  private record Reach(Stretch stretch, @Nullable String floor) {}

  /** The newest executions before that one that match; before null, the newest of all. */
  @Transactional
  @SuppressWarnings("unchecked") // native queries are untyped; the result class is given
  public Found page(ExecutionFilter filter, @Nullable String before) {
    Reach reach = reach(filter, before);
    ListQuery query = ListQuery.rows(reach.stretch(), filter, filter.limit() + 1);
    Query rows = entities.createNativeQuery(query.sql(), ExecutionEntity.class);
    List<ExecutionEntity> found = bound(rows, query).getResultList();
    return new Found(found.stream().map(ExecutionEntity::summary).toList(), reach.floor());
  }

  /** How many match, as far as one call looks. */
  @Transactional
  public Counted count(ExecutionFilter filter) {
    Reach reach = reach(filter, null);
    ListQuery query = ListQuery.count(reach.stretch(), filter, COUNT_LIMIT + 1);
    Query count = bound(entities.createNativeQuery(query.sql()), query);
    long rows = ((Number) count.getSingleResult()).longValue();
    return new Counted(rows, rows <= COUNT_LIMIT && reach.floor() == null);
  }

  /** The walk that comes farthest with what may be read, and how far that is. */
  private Reach reach(ExecutionFilter filter, @Nullable String before) {
    Reach best = null;
    for (Stretch stretch : stretches(filter, before)) {
      int rows = stretch.walk() == Walk.ALL ? budget : indexBudget;
      Reach reach = reach(stretch, filter.text() == null ? rows : Math.min(rows, textBudget));
      String floor = reach.floor();
      if (floor == null) {
        return reach;
      }
      if (best == null || best.floor() == null || floor.compareTo(best.floor()) < 0) {
        best = reach;
      }
    }
    if (best == null) {
      throw new IllegalStateException("there is always a walk");
    }
    return best;
  }

  private Reach reach(Stretch stretch, int rows) {
    ListQuery query = ListQuery.mark(stretch, rows);
    List<?> ids = bound(entities.createNativeQuery(query.sql()), query).getResultList();
    String floor = ids.size() < 2 ? null : (String) ids.get(0);
    return new Reach(stretch.down(floor), floor);
  }

  private List<Stretch> stretches(ExecutionFilter filter, @Nullable String before) {
    String lower = filter.from() == null ? null : lowest(filter.from().minusMillis(SLACK_MS));
    String upper = filter.to() == null ? null : lowest(filter.to().plusMillis(SLACK_MS));
    if (before != null && (upper == null || before.compareTo(upper) < 0)) {
      upper = before;
    }
    if (filter.trait() == ExecutionTrait.MISMATCH) {
      return List.of(new Stretch(Walk.MISMATCH, null, lower, upper));
    }
    Stretch named = named(filter.text());
    if (named != null) {
      return List.of(
          named.walk() == Walk.ALL ? named : new Stretch(Walk.TRACE, named.value(), lower, upper));
    }
    List<Stretch> stretches = new ArrayList<>();
    for (Walk walk : walks) {
      String value = walk.value(filter);
      if (value != null) {
        stretches.add(new Stretch(walk, value, lower, upper));
      }
    }
    if (stretches.isEmpty()) {
      stretches.add(new Stretch(Walk.ALL, null, lower, upper));
    }
    return stretches;
  }

  /** Where the execution or the trace is that a text is the whole identifier of. */
  private @Nullable Stretch named(@Nullable String text) {
    if (text == null || text.length() > 36) {
      return null;
    }
    if (ID.matcher(text).matches() && entities.find(ExecutionEntity.class, text) != null) {
      return new Stretch(Walk.ALL, null, text, text + "!");
    }
    Stretch trace = new Stretch(Walk.TRACE, text, null, null);
    ListQuery query = ListQuery.mark(trace, 1);
    boolean known =
        text.length() == 32
            && !bound(entities.createNativeQuery(query.sql()), query).getResultList().isEmpty();
    return known ? trace : null;
  }

  private static String lowest(Instant time) {
    return DriftReader.lowestId(time);
  }

  private static Query bound(Query query, ListQuery wanted) {
    for (int i = 0; i < wanted.values().size(); i++) {
      query.setParameter(i + 1, wanted.values().get(i));
    }
    return query;
  }
}
