package net.intentus.budget;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.intentus.intent.Hashes;
import org.jspecify.annotations.Nullable;

/**
 * The windows of budgets, what is held back in them, and who used them. Exact for any number of
 * instances: whoever changes a window has locked its row, and locks are taken in one order.
 */
@ApplicationScoped
public class LedgerStore {
  private static final int MOST_SPENDERS = 500;
  private static final long SETTLED_KEPT_MS = 3_600_000;

  @PersistenceContext(unitName = "intentusnet")
  private EntityManager entities;

  /** For the container. */
  protected LedgerStore() {}

  LedgerStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Holds back what a call may take under all of these budgets, or under none. */
  @Transactional
  public HoldResult hold(List<Budget> budgets, Claim claim, Instant now, Instant expiresAt) {
    Map<Budget, BudgetWindowEntity> windows = new HashMap<>();
    List<Budget> missing = new ArrayList<>();
    for (Budget budget : ordered(budgets, claim, now)) {
      BudgetWindowEntity window = lock(budget.window(now, claim.executionId()));
      if (window == null) {
        missing.add(budget);
      } else {
        windows.put(budget, window);
      }
    }
    if (!missing.isEmpty()) {
      return new HoldResult.NoWindow(missing);
    }
    for (Budget budget : budgets) {
      Meter meter = meter(windows, budget);
      String full = meter.refuses(budget.limits(), meter.estimate(claim.certain()));
      if (full != null) {
        return new HoldResult.Exceeded(budget, full, meter.taken());
      }
    }
    List<HoldResult.Share> shares = new ArrayList<>();
    for (Budget budget : budgets) {
      shares.add(hold(budget, windows, claim, expiresAt));
    }
    return new HoldResult.Held(shares);
  }

  private static List<Budget> ordered(List<Budget> budgets, Claim claim, Instant now) {
    return budgets.stream()
        .sorted(Comparator.comparing(budget -> budget.window(now, claim.executionId())))
        .toList();
  }

  private static Meter meter(Map<Budget, BudgetWindowEntity> windows, Budget budget) {
    BudgetWindowEntity window = windows.get(budget);
    return window == null ? Meter.EMPTY : window.meter();
  }

  private HoldResult.Share hold(
      Budget budget, Map<Budget, BudgetWindowEntity> windows, Claim claim, Instant expiresAt) {
    BudgetWindowEntity window = Objects.requireNonNull(windows.get(budget));
    Amount wanted = window.meter().estimate(claim.certain());
    Meter after = window.meter().hold(wanted);
    window.count(after);
    entities.persist(new BudgetHoldEntity(claim, window.id(), wanted, expiresAt.toEpochMilli()));
    return new HoldResult.Share(
        budget.id(), window.id(), wanted, budget.limits().left(after.taken()));
  }

  private @Nullable BudgetWindowEntity lock(String window) {
    return entities.find(BudgetWindowEntity.class, window, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Begins a window.
   *
   * @throws jakarta.persistence.PersistenceException when it has begun already
   */
  @Transactional
  public void begin(Budget budget, Claim claim, Instant now) {
    entities.persist(
        new BudgetWindowEntity(
            budget.window(now, claim.executionId()),
            budget.id(),
            budget.period().forgetAt(now).toEpochMilli()));
    entities.flush();
  }

  /**
   * Settles what a call holds back, unless that was done before.
   *
   * @param usage what it took; null for what it costs for certain
   * @param called whether anybody was called; if not, nothing is counted
   * @return what is settled; empty when nothing is known of the call
   */
  @Transactional
  public Optional<Usage> settle(
      String executionId, int attempt, @Nullable Usage usage, boolean called) {
    Usage settled = null;
    for (String id : holds(executionId, attempt)) {
      // The window first, as in hold; then the hold as it is under that lock.
      BudgetWindowEntity window = lock(window(id));
      BudgetHoldEntity hold =
          entities.find(BudgetHoldEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
      if (hold == null || window == null) {
        continue;
      }
      if (!hold.settled()) {
        Usage took = called ? (usage == null ? hold.usage() : usage) : Usage.NONE;
        hold.settle(took);
        count(window, hold, called ? took.ofOneCall() : Amount.NONE);
      }
      settled = hold.usage();
    }
    return Optional.ofNullable(settled);
  }

  private List<String> holds(String executionId, int attempt) {
    List<String> ids =
        new ArrayList<>(
            entities
                .createQuery(
                    "SELECT h.id FROM BudgetHoldEntity h WHERE h.executionId = :execution"
                        + " AND h.attempt = :attempt",
                    String.class)
                .setParameter("execution", executionId)
                .setParameter("attempt", attempt)
                .getResultList());
    ids.sort(Comparator.naturalOrder()); // one execution, one attempt: the order of the windows
    return ids;
  }

  private static String window(String hold) {
    return hold.substring(hold.indexOf('/', hold.indexOf('/') + 1) + 1);
  }

  private void count(BudgetWindowEntity window, BudgetHoldEntity hold, Amount took) {
    window.count(window.meter().settle(hold.held(), took));
    if (took.calls() > 0 && !window.id().endsWith("/" + hold.executionId())) {
      spend(window, hold.spender(), took);
    }
  }

  private void spend(BudgetWindowEntity window, Spender spender, Amount took) {
    BudgetSpendEntity row = entities.find(BudgetSpendEntity.class, key(window, spender));
    if (row == null) {
      Spender told = window.oneMoreSpender(MOST_SPENDERS) ? spender : Spender.OTHERS;
      row = entities.find(BudgetSpendEntity.class, key(window, told));
      if (row == null) {
        row = new BudgetSpendEntity(key(window, told), window.id(), told);
        entities.persist(row);
      }
    }
    row.add(took);
  }

  private static String key(BudgetWindowEntity window, Spender spender) {
    String text = spender.tenant() + "\n" + spender.intent() + "\n" + spender.agent();
    byte[] digest = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    return window.id() + "/" + HexFormat.of().formatHex(digest, 0, 16);
  }

  /** One call of one execution. */
  record Call(String executionId, int attempt) {}

  /** Calls whose end is overdue. */
  @Transactional
  public List<Call> overdue(Instant now, int limit) {
    return entities
        .createQuery(
            "SELECT h FROM BudgetHoldEntity h WHERE h.settled = FALSE AND h.expiresAt < :now",
            BudgetHoldEntity.class)
        .setParameter("now", now.toEpochMilli())
        .setMaxResults(limit)
        .getResultStream()
        .map(hold -> new Call(hold.executionId(), hold.attempt()))
        .distinct()
        .toList();
  }

  /** Removes what need not be known any more. */
  @Transactional
  public void forget(Instant now) {
    long then = now.toEpochMilli();
    entities
        .createQuery("DELETE FROM BudgetHoldEntity h WHERE h.settled = TRUE AND h.expiresAt < :at")
        .setParameter("at", then - SETTLED_KEPT_MS)
        .executeUpdate();
    entities
        .createQuery(
            "DELETE FROM BudgetSpendEntity s WHERE s.windowId IN"
                + " (SELECT w.id FROM BudgetWindowEntity w WHERE w.forgetAt < :now)")
        .setParameter("now", then)
        .executeUpdate();
    entities
        .createQuery("DELETE FROM BudgetWindowEntity w WHERE w.forgetAt < :now")
        .setParameter("now", then)
        .executeUpdate();
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
