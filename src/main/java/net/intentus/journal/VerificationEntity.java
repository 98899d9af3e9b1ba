package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the last check of one record found. */
@Entity
@Table(name = "execution_verification")
class VerificationEntity {
  @Id
  @Column(name = "execution_id")
  private String executionId;

  @Enumerated(EnumType.STRING)
  private VerificationState.State state;

  @Column(name = "verified_at")
  private long verifiedAt;

  @Column(name = "failed_check")
  private @Nullable String failedCheck;

  @Column(name = "failed_seq")
  private @Nullable Integer failedSeq;

  protected VerificationEntity() {}

  /** Takes over what a later check found. */
  void found(VerificationState found) {
    state = found.state();
    verifiedAt = found.verifiedAt().toEpochMilli();
    failedCheck = found.failedCheck();
    failedSeq = found.failedSeq();
  }

  /** Whether this says the same but for the time. */
  boolean knows(VerificationState found) {
    return state == found.state()
        && Objects.equals(failedCheck, found.failedCheck())
        && Objects.equals(failedSeq, found.failedSeq());
  }

  String executionId() {
    return executionId;
  }

  VerificationState view() {
    return new VerificationState(
        executionId, state, Instant.ofEpochMilli(verifiedAt), failedCheck, failedSeq);
  }
}
