package net.intentus.budget;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What one call holds back in one window; settled, what it took. */
@Entity
@Cacheable(false)
@Table(name = "budget_hold")
class BudgetHoldEntity {
  @Id private String id;

  @Column(name = "execution_id")
  private String executionId;

  private int attempt;

  @Column(name = "window_id")
  private String windowId;

  private String tenant;

  @Column(name = "intent_name")
  private String intent;

  private String agent;

  @Column(name = "held_micros")
  private long heldMicros;

  @Column(name = "held_tokens")
  private long heldTokens;

  @Column(name = "floor_micros")
  private long floorMicros;

  private boolean settled;

  @Column(name = "used_micros")
  private long usedMicros;

  @Column(name = "used_input")
  private long usedInput;

  @Column(name = "used_output")
  private long usedOutput;

  @Column(name = "expires_at")
  private long expiresAt;

  protected BudgetHoldEntity() {}

  BudgetHoldEntity(Claim claim, String windowId, Amount held, long expiresAt) {
    this.id = claim.executionId() + "/" + claim.attempt() + "/" + windowId;
    this.executionId = claim.executionId();
    this.attempt = claim.attempt();
    this.windowId = windowId;
    this.tenant = claim.tenant();
    this.intent = claim.intent();
    this.agent = claim.agent();
    this.heldMicros = held.micros();
    this.heldTokens = held.tokens();
    this.floorMicros = claim.certainMicros();
    this.expiresAt = expiresAt;
  }

  /** Notes what the call took. Once. */
  void settle(Usage usage) {
    settled = true;
    usedMicros = usage.costMicros();
    usedInput = usage.inputTokens();
    usedOutput = usage.outputTokens();
  }

  boolean settled() {
    return settled;
  }

  String id() {
    return id;
  }

  String executionId() {
    return executionId;
  }

  int attempt() {
    return attempt;
  }

  String windowId() {
    return windowId;
  }

  long expiresAt() {
    return expiresAt;
  }

  Amount held() {
    return new Amount(heldMicros, heldTokens, 1);
  }

  /** What it took; while it is not settled, what it costs for certain. */
  Usage usage() {
    return settled
        ? new Usage(usedInput, usedOutput, usedMicros, null)
        : new Usage(0, 0, floorMicros, null);
  }

  Spender spender() {
    return new Spender(tenant, intent, agent, Amount.NONE);
  }
}
