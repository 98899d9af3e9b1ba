package net.intentus.budget;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What one spender used in one window. */
@Entity
@Cacheable(false)
@Table(name = "budget_spend")
class BudgetSpendEntity {
  @Id private String id;

  @Column(name = "window_id")
  private String windowId;

  private String tenant;

  @Column(name = "intent_name")
  private String intent;

  private String agent;
  private long micros;
  private long tokens;
  private long calls;

  protected BudgetSpendEntity() {}

  BudgetSpendEntity(String id, String windowId, Spender spender) {
    this.id = id;
    this.windowId = windowId;
    this.tenant = spender.tenant();
    this.intent = spender.intent();
    this.agent = spender.agent();
  }

  void add(Amount used) {
    Amount sum = used().plus(used);
    micros = sum.micros();
    tokens = sum.tokens();
    calls = sum.calls();
  }

  String id() {
    return id;
  }

  String windowId() {
    return windowId;
  }

  private Amount used() {
    return new Amount(micros, tokens, calls);
  }

  Spender spender() {
    return new Spender(tenant, intent, agent, used());
  }
}
