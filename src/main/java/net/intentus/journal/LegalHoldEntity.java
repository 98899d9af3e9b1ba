package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One hold. Never updated. */
@Entity
@Table(name = "legal_hold")
class LegalHoldEntity {
  @Id
  @Column(name = "execution_id")
  private String executionId;

  private String reason;

  @Column(name = "placed_by")
  private String placedBy;

  @Column(name = "placed_at")
  private long placedAt;

  protected LegalHoldEntity() {}

  LegalHoldEntity(String executionId, String reason, String placedBy, Instant now) {
    this.executionId = executionId;
    this.reason = reason;
    this.placedBy = placedBy;
    this.placedAt = now.toEpochMilli();
  }

  LegalHold view() {
    return new LegalHold(executionId, reason, placedBy, Instant.ofEpochMilli(placedAt));
  }
}
