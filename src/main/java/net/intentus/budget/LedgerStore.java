package net.intentus.budget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The windows of budgets, what is held back in them, and who used them. Exact for any number of
 * instances: whoever changes a window has locked its row, and locks are taken in one order.
 */
@ApplicationScoped
public class LedgerStore {
  /** Whoever recovers an execution asks within minutes. */
  private static final long SETTLED_KEPT_MS = 600_000;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected LedgerStore() {}

  LedgerStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Takes all of these steps in one transaction, one after the other, with an answer for each. */
  @Transactional
  public List<LedgerStep.Answer> apply(List<LedgerStep> steps) {
    return new LedgerStepStore(entities).apply(steps);
  }

  /**
   * Begins a window.
   *
   * @throws jakarta.persistence.PersistenceException when it has begun already
   */
  @Transactional
  public void begin(LedgerStep.Begin window) {
    entities.persist(new BudgetWindowEntity(window.window(), window.budgetId(), window.forgetAt()));
    entities.flush();
  }

  /**
   * Stores what was decided before, in one transaction.
   *
   * @param again whether it may be there already; what is, is left out
   */
  @Transactional
  public void save(List<LedgerStep> decided, boolean again) {
    var unused = new LedgerStepStore(entities).apply(again ? missing(decided) : decided);
  }

  /** All parts of a hold came with one transaction, so one of them tells of all. */
  private List<LedgerStep> missing(List<LedgerStep> decided) {
    List<String> made = new ArrayList<>();
    for (LedgerStep step : decided) {
      if (step instanceof LedgerStep.Made one) {
        made.add(id(one));
      }
    }
    Set<String> there = new HashSet<>(ids(made, "h.id IN :ids"));
    return decided.stream()
        .filter(step -> !(step instanceof LedgerStep.Made one && there.contains(id(one))))
        .toList();
  }

  private static String id(LedgerStep.Made made) {
    return BudgetHoldEntity.id(made.claim(), made.parts().get(0));
  }

  /** Those of these holds that are there and not settled. */
  @Transactional
  public Set<String> unsettled(Collection<String> holds) {
    return new HashSet<>(ids(holds, "h.id IN :ids AND h.settled = FALSE"));
  }

  private List<String> ids(Collection<String> holds, String where) {
    return holds.isEmpty()
        ? List.of()
        : entities
            .createQuery("SELECT h.id FROM BudgetHoldEntity h WHERE " + where, String.class)
            .setParameter("ids", holds)
            .getResultList();
  }

  /** What is known of a call whose end this instance need not have seen. */
  record Known(Claim claim, HeldPart part, boolean settled, Usage usage) {
    private static Known of(BudgetHoldEntity row) {
      return new Known(row.claim(), row.part(), row.settled(), row.usage());
    }
  }

  /** What a call holds back, or held back until it was settled. */
  @Transactional
  public List<Known> known(String executionId, int attempt) {
    return entities
        .createQuery(
            "SELECT h FROM BudgetHoldEntity h"
                + " WHERE h.executionId = :execution AND h.attempt = :attempt ORDER BY h.id",
            BudgetHoldEntity.class)
        .setParameter("execution", executionId)
        .setParameter("attempt", attempt)
        .getResultStream()
        .map(Known::of)
        .toList();
  }

  /** What is held back for calls whose end is overdue. */
  @Transactional
  public List<Known> overdue(Instant now, int limit) {
    return entities
        .createQuery(
            "SELECT h FROM BudgetHoldEntity h WHERE h.settled = FALSE AND h.expiresAt < :now",
            BudgetHoldEntity.class)
        .setParameter("now", now.toEpochMilli())
        .setMaxResults(limit)
        .getResultStream()
        .map(Known::of)
        .toList();
  }

  /**
   * Removes settled holds that nobody asks for any more, the oldest first.
   *
   * @param limit how many at most
   * @return how many
   */
  @Transactional
  public int forgetHolds(Instant now, int limit) {
    return forget(
        "SELECT h.id FROM BudgetHoldEntity h WHERE h.settled = TRUE AND h.expiresAt < :before"
            + " ORDER BY h.expiresAt",
        now.toEpochMilli() - SETTLED_KEPT_MS,
        limit,
        List.of("BudgetHoldEntity r WHERE r.id"));
  }

  /**
   * Removes windows that need not be known any more, with who used them.
   *
   * @param limit how many at most
   * @return how many
   */
  @Transactional
  public int forgetWindows(Instant now, int limit) {
    return forget(
        "SELECT w.id FROM BudgetWindowEntity w WHERE w.forgetAt < :before",
        now.toEpochMilli(),
        limit,
        List.of("BudgetSpendEntity r WHERE r.windowId", "BudgetWindowEntity r WHERE r.id"));
  }

  private int forget(String ids, long before, int limit, List<String> rows) {
    List<String> over =
        entities
            .createQuery(ids, String.class)
            .setParameter("before", before)
            .setMaxResults(limit)
            .getResultList();
    if (!over.isEmpty()) {
      for (String one : rows) {
        entities
            .createQuery("DELETE FROM " + one + " IN :over")
            .setParameter("over", over)
            .executeUpdate();
      }
    }
    return over.size();
  }

  /** The meters of those windows that have begun; nobody is kept waiting. */
  @Transactional
  public Map<String, Meter> meters(Collection<String> windows) {
    Map<String, Meter> meters = new HashMap<>();
    if (!windows.isEmpty()) {
      entities
          .createQuery(
              "SELECT w FROM BudgetWindowEntity w WHERE w.id IN :ids", BudgetWindowEntity.class)
          .setParameter("ids", windows)
          .getResultStream()
          .forEach(window -> meters.put(window.id(), window.meter()));
    }
    return meters;
  }

  /** Who used most of a window: by money, then tokens, then calls. */
  @Transactional
  public List<Spender> spenders(String window, int limit) {
    return entities
        .createQuery(
            "SELECT s FROM BudgetSpendEntity s WHERE s.windowId = :window"
                + " ORDER BY s.micros DESC, s.tokens DESC, s.calls DESC, s.id",
            BudgetSpendEntity.class)
        .setParameter("window", window)
        .setMaxResults(limit)
        .getResultStream()
        .map(BudgetSpendEntity::spender)
        .toList();
  }
}
