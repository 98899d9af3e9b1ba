package net.intentus.journal;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one row that says how far the round of checks has come. Changed by conditional updates. */
@Entity
@Table(name = "verification_sweep")
class SweepEntity {
  @Id private int id;

  @Column(name = "owner")
  private @Nullable String owner;

  @Column(name = "lease_until")
  private long leaseUntil;

  @Column(name = "started_at")
  private @Nullable Long startedAt;

  @Column(name = "finished_at")
  private @Nullable Long finishedAt;

  private String place;

  @Column(name = "up_to")
  private String upTo;

  private long checked;
  private long mismatched;

  protected SweepEntity() {}

  boolean running() {
    return startedAt != null && finishedAt == null;
  }

  /** Whether the next round begins, when one begins that many milliseconds after the other. */
  boolean due(long now, long interval) {
    Long began = startedAt;
    return !running() && interval > 0 && (began == null || now - began >= interval);
  }

  String place() {
    return place;
  }

  String upTo() {
    return upTo;
  }

  SweepProgress view() {
    return new SweepProgress(running(), time(startedAt), time(finishedAt), checked, mismatched);
  }

  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
