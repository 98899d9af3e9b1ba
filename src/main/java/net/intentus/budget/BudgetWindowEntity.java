package net.intentus.budget;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The meter of one window of one budget. Its row is the lock of all that happens in it. */
@Entity
@Cacheable(false)
@Table(name = "budget_window")
class BudgetWindowEntity {
  @Id private String id;

  @Column(name = "budget_id")
  private String budgetId;

  @Column(name = "used_micros")
  private long usedMicros;

  @Column(name = "used_tokens")
  private long usedTokens;

  @Column(name = "used_calls")
  private long usedCalls;

  @Column(name = "held_micros")
  private long heldMicros;

  @Column(name = "held_tokens")
  private long heldTokens;

  @Column(name = "held_calls")
  private long heldCalls;

  @Column(name = "most_micros")
  private long mostMicros;

  @Column(name = "most_tokens")
  private long mostTokens;

  private int spenders;

  @Column(name = "forget_at")
  private long forgetAt;

  protected BudgetWindowEntity() {}

  BudgetWindowEntity(String id, String budgetId, long forgetAt) {
    this.id = id;
    this.budgetId = budgetId;
    this.forgetAt = forgetAt;
  }

  String id() {
    return id;
  }

  String budgetId() {
    return budgetId;
  }

  long forgetAt() {
    return forgetAt;
  }

  Meter meter() {
    return new Meter(
        new Amount(usedMicros, usedTokens, usedCalls),
        new Amount(heldMicros, heldTokens, heldCalls),
        new Amount(mostMicros, mostTokens, 0));
  }

  void count(Meter meter) {
    usedMicros = meter.used().micros();
    usedTokens = meter.used().tokens();
    usedCalls = meter.used().calls();
    heldMicros = meter.held().micros();
    heldTokens = meter.held().tokens();
    heldCalls = meter.held().calls();
    mostMicros = meter.most().micros();
    mostTokens = meter.most().tokens();
  }

  /** Whether one more spender is counted apart. */
  boolean oneMoreSpender(int most) {
    boolean room = spenders < most;
    spenders += room ? 1 : 0;
    return room;
  }
}
