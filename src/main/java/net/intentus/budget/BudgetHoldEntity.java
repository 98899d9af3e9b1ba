package net.intentus.budget;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds back in one window; settled, what it took. Written by batches of plain
 * statements, because two of them come with every call: see ADR 0027.
 */
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

  static final String INSERT =
      "INSERT INTO budget_hold (id, execution_id, attempt, window_id, tenant, intent_name, agent,"
          + " held_micros, held_tokens, floor_micros, settled, used_micros, used_input,"
          + " used_output, expires_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  /**
   * Fills {@link #INSERT}.
   *
   * @param took when it is settled already, else null
   */
  static void bind(
      PreparedStatement insert, Claim claim, HeldPart part, long expiresAt, @Nullable Usage took)
      throws SQLException {
    insert.setString(1, id(claim, part));
    insert.setString(2, claim.executionId());
    insert.setInt(3, claim.attempt());
    insert.setString(4, part.window());
    insert.setString(5, claim.tenant());
    insert.setString(6, claim.intent());
    insert.setString(7, claim.agent());
    insert.setLong(8, part.amount().micros());
    insert.setLong(9, part.amount().tokens());
    insert.setLong(10, claim.certainMicros());
    insert.setBoolean(11, took != null);
    insert.setLong(12, took == null ? 0 : took.costMicros());
    insert.setLong(13, took == null ? 0 : took.inputTokens());
    insert.setLong(14, took == null ? 0 : took.outputTokens());
    insert.setLong(15, expiresAt);
  }

  /** Changes one row, or none if it is settled already. */
  static final String SETTLE =
      "UPDATE budget_hold SET settled = TRUE, used_micros = ?, used_input = ?, used_output = ?"
          + " WHERE id = ? AND settled = FALSE";

  /** Fills {@link #SETTLE}. */
  static void bind(PreparedStatement settle, Claim claim, HeldPart part, Usage took)
      throws SQLException {
    settle.setLong(1, took.costMicros());
    settle.setLong(2, took.inputTokens());
    settle.setLong(3, took.outputTokens());
    settle.setString(4, id(claim, part));
  }

  static String id(Claim claim, HeldPart part) {
    return claim.executionId() + "/" + claim.attempt() + "/" + part.window();
  }

  boolean settled() {
    return settled;
  }

  /** What it took; while it is not settled, what it costs for certain. */
  Usage usage() {
    return settled
        ? new Usage(usedInput, usedOutput, usedMicros, null)
        : new Usage(0, 0, floorMicros, null);
  }

  Claim claim() {
    return new Claim(executionId, attempt, tenant, intent, agent, floorMicros);
  }

  HeldPart part() {
    return new HeldPart(windowId, new Amount(heldMicros, heldTokens, 1));
  }

  long expiresAt() {
    return expiresAt;
  }
}
