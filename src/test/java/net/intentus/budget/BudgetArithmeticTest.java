package net.intentus.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetArithmeticTest {
  private static final Instant AT = Instant.parse("2026-02-28T23:59:59.999Z");
  private static final Limits MONEY = new Limits(100L, null, null);

  private static Amount micros(long micros) {
    return new Amount(micros, 0, 1);
  }

  @Test
  void windowsFollowTheCalendarOfUtc() {
    assertThat(Period.HOUR.begin(AT)).isEqualTo("2026-02-28T23:00:00Z");
    assertThat(Period.HOUR.end(AT)).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(Period.DAY.begin(AT)).isEqualTo("2026-02-28T00:00:00Z");
    assertThat(Period.DAY.end(AT)).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(Period.MONTH.begin(AT)).isEqualTo("2026-02-01T00:00:00Z");
    assertThat(Period.MONTH.end(AT)).isEqualTo("2026-03-01T00:00:00Z");
    assertThat(Period.MONTH.end(AT.plusMillis(1))).isEqualTo("2026-04-01T00:00:00Z");
    assertThat(Period.EXECUTION.begin(AT)).isNull();
    assertThat(Period.EXECUTION.end(AT)).isNull();
    assertThat(Period.EXECUTION.key(AT, "x")).isEqualTo("x");
    assertThat(Period.DAY.key(AT, "x")).isNotEqualTo(Period.DAY.key(AT.plusMillis(1), "x"));
  }

  @Test
  void aCallFitsUpToTheLimitAndNotBeyond() {
    Meter meter = Meter.EMPTY.hold(micros(60));
    assertThat(meter.refuses(MONEY, micros(40))).isNull();
    assertThat(meter.refuses(MONEY, micros(41))).isEqualTo("micros");
    assertThat(meter.refuses(new Limits(null, 5L, 1L), new Amount(0, 6, 1))).isEqualTo("tokens");
    assertThat(meter.refuses(new Limits(null, null, 1L), micros(1))).isEqualTo("calls");
    assertThat(Meter.EMPTY.refuses(new Limits(null, null, 0L), micros(1))).isEqualTo("calls");
  }

  @Test
  void whereNothingIsKnownOfACallSomethingMustBeLeft() {
    Meter used = Meter.EMPTY.settle(Amount.NONE, micros(99));
    assertThat(used.refuses(MONEY, micros(0))).isNull();
    Meter full = Meter.EMPTY.settle(Amount.NONE, micros(100));
    assertThat(full.refuses(MONEY, micros(0))).isEqualTo("micros");
    assertThat(Meter.EMPTY.refuses(new Limits(0L, null, null), micros(0))).isEqualTo("micros");
  }

  @Test
  void holdsBackWhatTheDearestCallTookSoFar() {
    Meter meter =
        Meter.EMPTY
            .hold(micros(5))
            .settle(micros(5), new Amount(30, 7, 1))
            .settle(Amount.NONE, new Amount(10, 9, 1));
    assertThat(meter.used()).isEqualTo(new Amount(40, 16, 2));
    assertThat(meter.held()).isEqualTo(Amount.NONE);
    assertThat(meter.estimate(micros(5))).isEqualTo(new Amount(30, 9, 1));
    assertThat(meter.estimate(micros(50))).isEqualTo(new Amount(50, 9, 1));
  }

  @Test
  void isLowByItsScarcestLimit() {
    Budget budget =
        new Budget(
            "b", Scope.GLOBAL, null, Period.DAY, new Limits(100L, 10L, null), 80, null, true, 1, 1);
    assertThat(budget.low(new Amount(79, 0, 0))).isFalse();
    assertThat(budget.low(new Amount(80, 0, 0))).isTrue();
    assertThat(budget.low(new Amount(0, 8, 0))).isTrue();
    assertThat(new Limits(0L, null, null).percent(Amount.NONE)).isEqualTo(100);
    assertThat(new Limits(100L, null, 3L).left(new Amount(120, 9, 1)))
        .isEqualTo(new Limits(0L, null, 2L));
    assertThat(new Limits(100L, null, 3L).min(new Limits(7L, 9L, 5L)))
        .isEqualTo(new Limits(7L, 9L, 3L));
  }

  @Test
  void sumsNeverOverflow() {
    Amount most = new Amount(Long.MAX_VALUE, Long.MAX_VALUE, 1);
    assertThat(most.plus(micros(5))).isEqualTo(new Amount(Long.MAX_VALUE, Long.MAX_VALUE, 2));
    assertThat(new Limits(Long.MAX_VALUE - 1, null, null).without(most, micros(1)))
        .isEqualTo("micros");
    assertThat(Amount.NONE.minus(micros(5))).isEqualTo(Amount.NONE);
  }

  @Test
  void findsTheBudgetsOfACallInOrder() {
    BudgetSnapshot all =
        new BudgetSnapshot(
            1,
            List.of(
                budget("z", Scope.GLOBAL, null),
                budget("t", Scope.TENANT, "acme"),
                budget("u", Scope.TENANT, "other"),
                budget("i", Scope.INTENT, "SearchIntent"),
                budget("a", Scope.AGENT, "search-a")));
    assertThat(all.matching("acme", "SearchIntent", "search-a"))
        .extracting(Budget::id)
        .containsExactly("a", "i", "t", "z");
    assertThat(all.matching("none", "Other", "b")).extracting(Budget::id).containsExactly("z");
  }

  @Test
  void forecastsByTheShareOfTheWindowThatHasPassed() {
    Budget budget = budget("d", Scope.GLOBAL, null);
    Meter meter = Meter.EMPTY.settle(Amount.NONE, new Amount(10, 4, 2));
    Instant quarter = Instant.parse("2026-02-28T06:00:00Z");
    assertThat(BudgetUsage.of(budget, meter, List.of(), quarter).forecast())
        .isEqualTo(new Amount(40, 16, 8));
    assertThat(
            BudgetUsage.of(budget, meter, List.of(), Instant.parse("2026-02-28T00:00:30Z"))
                .forecast())
        .isNull();
  }

  private static Budget budget(String id, Scope scope, String scopeId) {
    return new Budget(id, scope, scopeId, Period.DAY, MONEY, null, null, false, 1, 1);
  }
}
