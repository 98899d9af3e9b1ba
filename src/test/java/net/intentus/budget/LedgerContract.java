package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.intentus.JpaDatabase;
import net.intentus.SettableClock;
import net.intentus.audit.AuditEntry;
import net.intentus.intent.Caller;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How calls are held to budgets; the same on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerContract {
  private static final Caller ADMIN = new Caller("user:a", "*", Set.of(), null, null);
  private static final Caller LOCAL = new Caller("user:b", "acme", Set.of(), null, null);
  private final SettableClock clock = new SettableClock(Instant.parse("2026-05-31T22:30:00Z"));
  private final List<AuditEntry> audited = new ArrayList<>();
  private JpaDatabase database;
  private LedgerSource ledger;
  private BudgetSource budgets;

  abstract JpaDatabase open();

  /** As most databases have it. */
  Ledger ledger(LedgerStore store) {
    return new SharedLedger(store);
  }

  /** The transactions that the container would add. */
  static class Transactions extends LedgerStore {
    private final JpaDatabase database;

    Transactions(JpaDatabase database) {
      this.database = database;
    }

    @Override
    public void save(List<LedgerStep> decided, boolean again) {
      database.inTransaction(
          e -> {
            new LedgerStore(e).save(decided, again);
            return decided;
          });
    }

    @Override
    public Set<String> unsettled(Collection<String> holds) {
      return database.inTransaction(e -> new LedgerStore(e).unsettled(holds));
    }

    @Override
    public List<LedgerStep.Answer> apply(List<LedgerStep> steps) {
      return database.inTransaction(e -> new LedgerStore(e).apply(steps));
    }

    @Override
    public void begin(LedgerStep.Begin window) {
      database.inTransaction(
          e -> {
            new LedgerStore(e).begin(window);
            return window;
          });
    }

    @Override
    public List<Known> known(String executionId, int attempt) {
      return database.inTransaction(e -> new LedgerStore(e).known(executionId, attempt));
    }

    @Override
    public List<Known> overdue(Instant at, int limit) {
      return database.inTransaction(e -> new LedgerStore(e).overdue(at, limit));
    }

    @Override
    public int forgetHolds(Instant at, int limit) {
      return database.inTransaction(e -> new LedgerStore(e).forgetHolds(at, limit));
    }

    @Override
    public int forgetWindows(Instant at, int limit) {
      return database.inTransaction(e -> new LedgerStore(e).forgetWindows(at, limit));
    }

    @Override
    public Map<String, Meter> meters(Collection<String> windows) {
      return database.inTransaction(e -> new LedgerStore(e).meters(windows));
    }

    @Override
    public List<Spender> spenders(String window, int limit) {
      return database.inTransaction(e -> new LedgerStore(e).spenders(window, limit));
    }
  }

  private final class Store extends BudgetStore {
    @Override
    public long version() {
      return database.inTransaction(e -> new BudgetStore(e, audited::add).version());
    }

    @Override
    public BudgetSnapshot read() {
      return database.inTransaction(e -> new BudgetStore(e, audited::add).read());
    }

    @Override
    public BudgetChange put(Budget wanted, Expected expected, Caller by, Instant at) {
      return database.inTransaction(
          e -> new BudgetStore(e, audited::add).put(wanted, expected, by, at));
    }

    @Override
    public BudgetChange remove(String id, Expected expected, Caller by) {
      return database.inTransaction(e -> new BudgetStore(e, audited::add).remove(id, expected, by));
    }
  }

  @BeforeAll
  void setUp() {
    database = open();
    LedgerStore store = new Transactions(database);
    ledger = new LedgerSource(ledger(store), store, clock, Duration.ofSeconds(30));
    budgets = new BudgetSource(new Store());
  }

  @AfterAll
  void tearDown() {
    database.close();
  }

  private static Budget budget(String id, Period period, Limits limits) {
    return new Budget(id, Scope.GLOBAL, null, period, limits, null, null, false, 1, 1);
  }

  private static Budget calls(String id, long limit) {
    return budget(id, Period.DAY, new Limits(null, null, limit));
  }

  private static Claim claim(String execution, long certain) {
    return new Claim(execution, 1, "acme", "SearchIntent", "search-a", certain);
  }

  private boolean fits(Budget budget, String execution, long certain) {
    return ledger.hold(List.of(budget), claim(execution, certain)) instanceof HoldResult.Held;
  }

  private HoldResult.Held held(Budget budget, String execution, long certain) {
    return (HoldResult.Held) ledger.hold(List.of(budget), claim(execution, certain));
  }

  private Meter meter(Budget budget) {
    return ledger.usage(budget).meter();
  }

  @Test
  void holdsBackBeforeAndCountsAfter() {
    Budget money = budget("money", Period.MONTH, new Limits(100L, 1_000L, null));
    HoldResult result = ledger.hold(List.of(money), claim("m1", 30));
    assertThat(result).isInstanceOf(HoldResult.Held.class);
    HoldResult.Held held = (HoldResult.Held) result;
    assertThat(held.left()).isEqualTo(new Limits(70L, 1_000L, null));
    assertThat(held.shares())
        .extracting(share -> share.part().amount().micros())
        .containsExactly(30L);
    assertThat(meter(money).held()).isEqualTo(new Amount(30, 0, 1));
    assertThat(ledger.settle(held, new Usage(40, 2, 50, "x"))).isTrue();
    assertThat(meter(money).used()).isEqualTo(new Amount(50, 42, 1));
    assertThat(meter(money).held()).isEqualTo(Amount.NONE);
    // The dearest call took 50, so that much is held back now: it just fits, and nothing more does.
    HoldResult.Held second = held(money, "m2", 30);
    assertThat(ledger.hold(List.of(money), claim("m3", 0)))
        .isEqualTo(new HoldResult.Exceeded(money, "micros", new Amount(100, 84, 2)));
    ledger.release(second);
    assertThat(meter(money).taken()).isEqualTo(new Amount(50, 42, 1));
    assertThat(ledger.usage(money).spenders())
        .containsExactly(new Spender("acme", "SearchIntent", "search-a", new Amount(50, 42, 1)));
  }

  @Test
  void countsNothingTwiceAndTellsWhatWasSettled() {
    Budget twice = calls("twice", 10);
    HoldResult.Held held = held(twice, "t1", 5);
    assertThat(ledger.settle(held, new Usage(3, 4, 9, null))).isTrue();
    assertThat(ledger.settle(held, new Usage(100, 100, 100, null))).isTrue();
    assertThat(ledger.lost("t1", 1)).contains(new Usage(3, 4, 9, null));
    ledger.release(held);
    assertThat(meter(twice).used()).isEqualTo(new Amount(9, 7, 1));
    assertThat(ledger.lost("nobody", 1)).isEmpty();
  }

  @Test
  void underAllBudgetsOrUnderNone() {
    Budget wide = calls("all-wide", 10);
    Budget narrow = calls("all-narrow", 1);
    List<Budget> both = List.of(narrow, wide);
    HoldResult.Held held = (HoldResult.Held) ledger.hold(both, claim("a1", 0));
    assertThat(ledger.hold(both, claim("a2", 0)))
        .isEqualTo(new HoldResult.Exceeded(narrow, "calls", new Amount(0, 0, 1)));
    assertThat(meter(wide).taken().calls()).isEqualTo(1);
    ledger.settle(held, Usage.NONE);
    assertThat(meter(wide).used().calls()).isEqualTo(1);
    assertThat(meter(narrow).used().calls()).isEqualTo(1);
  }

  @Test
  void isExactWhenManyComeAtOnceAndInAnyOrder() throws Exception {
    Budget first = calls("crowd-a", 20);
    Budget second = budget("crowd-b", Period.HOUR, new Limits(170L, null, null));
    List<Budget> forth = List.of(first, second);
    List<Budget> back = List.of(second, first);
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String id = "crowd" + i;
        List<Budget> order = i % 2 == 0 ? forth : back;
        boolean settles = i % 3 != 0;
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  HoldResult result = ledger.hold(order, claim(id, 10));
                  if (result instanceof HoldResult.Held held && settles) {
                    assertThat(ledger.settle(held, new Usage(0, 0, 10, null))).isTrue();
                  }
                  return result instanceof HoldResult.Held;
                }));
      }
      start.countDown();
      int fitting = 0;
      for (Future<Boolean> answer : answers) {
        fitting += answer.get() ? 1 : 0;
      }
      assertThat(fitting).isEqualTo(17);
      assertThat(meter(first).taken().calls()).isEqualTo(17);
      assertThat(meter(second).taken().micros()).isEqualTo(170);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aWindowBeginsAnewAndEachExecutionHasItsOwn() {
    Instant then = clock.instant();
    Budget hourly = budget("hourly", Period.HOUR, new Limits(null, null, 1L));
    Budget each = budget("each", Period.EXECUTION, new Limits(null, null, 1L));
    try {
      assertThat(fits(hourly, "h1", 0)).isTrue();
      assertThat(fits(hourly, "h2", 0)).isFalse();
      clock.set(then.plus(Duration.ofMinutes(31)));
      assertThat(fits(hourly, "h3", 0)).isTrue();
      assertThat(fits(each, "e1", 0)).isTrue();
      assertThat(fits(each, "e1", 0)).isFalse();
      assertThat(fits(each, "e2", 0)).isTrue();
      assertThat(ledger.usage(each).begin()).isNull();
    } finally {
      clock.set(then);
    }
  }

  @Test
  void whatACrashLeftIsCountedAtWhatItCostsForCertain() {
    Instant then = clock.instant();
    Budget crashed = budget("crashed", Period.MONTH, new Limits(1_000L, null, null));
    try {
      ledger.settle(held(crashed, "c1", 7), new Usage(0, 0, 90, null));
      assertThat(fits(crashed, "c2", 7)).isTrue();
      assertThat(meter(crashed).held().micros()).isEqualTo(90);
      ledger.sweep();
      assertThat(meter(crashed).held().micros()).isEqualTo(90);
      clock.set(then.plus(Duration.ofSeconds(91)));
      ledger.sweep();
      assertThat(meter(crashed).held()).isEqualTo(Amount.NONE);
      assertThat(meter(crashed).used()).isEqualTo(new Amount(97, 0, 2));
      assertThat(ledger.lost("c2", 1)).contains(new Usage(0, 0, 7, null));
      assertThat(meter(crashed).used()).isEqualTo(new Amount(97, 0, 2));
    } finally {
      clock.set(then);
    }
  }

  @Test
  void forgetsWhatIsLongOver() {
    Instant then = clock.instant();
    Budget old = calls("forgotten", 5);
    try {
      clock.set(then.minus(Duration.ofDays(100)));
      ledger.settle(held(old, "f1", 1), Usage.NONE);
      ledger.store();
      String rows = "SELECT COUNT(*) FROM budget_%s WHERE id LIKE '%%forgotten%%'";
      assertThat(count(rows.formatted("window"))).isEqualTo(1);
      assertThat(count(rows.formatted("hold"))).isEqualTo(1);
      assertThat(count(rows.formatted("spend"))).isEqualTo(1);
      clock.set(then);
      ledger.sweep();
      assertThat(count(rows.formatted("window"))).isZero();
      assertThat(count(rows.formatted("hold"))).isZero();
      assertThat(count(rows.formatted("spend"))).isZero();
    } finally {
      clock.set(then);
    }
  }

  @Test
  void forgetsMoreThanOneTransactionTakes() {
    Instant then = clock.instant();
    Budget each = budget("many", Period.EXECUTION, new Limits(null, null, 1L));
    try {
      clock.set(then.minus(Duration.ofDays(2)));
      for (int i = 0; i < 501; i++) {
        ledger.settle(held(each, "many" + i, 0), Usage.NONE);
      }
      ledger.store();
      String rows = "SELECT COUNT(*) FROM budget_%s WHERE id LIKE '%%many/1/%%'";
      assertThat(count(rows.formatted("window"))).isEqualTo(501);
      assertThat(count(rows.formatted("hold"))).isEqualTo(501);
      clock.set(then);
      ledger.sweep();
      assertThat(count(rows.formatted("window"))).isZero();
      assertThat(count(rows.formatted("hold"))).isZero();
    } finally {
      clock.set(then);
    }
  }

  private long count(String sql) {
    return database.inTransaction(
        e -> ((Number) e.createNativeQuery(sql).getSingleResult()).longValue());
  }

  @Test
  void budgetsAreMadeChangedAndRemovedUnderTheirRevision() {
    Budget draft = calls("kept", 3).stored(0, 0);
    assertThat(budgets.put(draft, new Expected.Nothing(), LOCAL, clock.instant()))
        .isInstanceOf(BudgetChange.NotAllowed.class);
    assertThat(budgets.put(draft, new Expected.Something(null), ADMIN, clock.instant()))
        .isInstanceOf(BudgetChange.NotFound.class);
    Budget made = changed(budgets.put(draft, new Expected.Nothing(), ADMIN, clock.instant()), true);
    assertThat(budgets.current().find("kept")).isEqualTo(made);
    assertThat(budgets.put(draft, new Expected.Nothing(), ADMIN, clock.instant()))
        .isInstanceOf(BudgetChange.Taken.class);
    Budget wider = calls("kept", 30);
    Expected.Something same = new Expected.Something(made.revision());
    Budget put = changed(budgets.put(wider, same, ADMIN, clock.instant()), false);
    assertThat(put.generation()).isEqualTo(made.generation());
    assertThat(put.revision()).isGreaterThan(made.revision());
    assertThat(budgets.put(wider, same, ADMIN, clock.instant()))
        .isInstanceOf(BudgetChange.Stale.class);
    Budget monthly = budget("kept", Period.MONTH, wider.limits());
    Budget other =
        changed(budgets.put(monthly, new Expected.Something(null), ADMIN, clock.instant()), false);
    assertThat(other.generation()).isEqualTo(other.revision());
    assertThat(budgets.remove("kept", new Expected.Something(put.revision()), ADMIN))
        .isInstanceOf(BudgetChange.Stale.class);
    assertThat(budgets.remove("kept", new Expected.Something(null), ADMIN))
        .isInstanceOf(BudgetChange.Removed.class);
    assertThat(budgets.current().find("kept")).isNull();
    assertThat(budgets.remove("kept", new Expected.Something(null), ADMIN))
        .isInstanceOf(BudgetChange.NotFound.class);
    assertThat(audited)
        .extracting(AuditEntry::action)
        .containsExactly("budget.create", "budget.update", "budget.update", "budget.delete");
  }

  private static Budget changed(BudgetChange change, boolean created) {
    assertThat(change).isInstanceOf(BudgetChange.Changed.class);
    BudgetChange.Changed done = (BudgetChange.Changed) change;
    assertThat(done.created()).isEqualTo(created);
    return done.budget();
  }
}
