package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The one row that says whether the first start has happened; its lock is the bootstrap's. */
@Entity
@Cacheable(false)
@Table(name = "bootstrap_mark")
class BootstrapMark {
  static final int ONLY = 1;

  @Id private int id;

  @Column(name = "completed_at")
  private @Nullable Long completedAt;

  protected BootstrapMark() {}

  boolean completed() {
    return completedAt != null;
  }

  void complete(long now) {
    completedAt = now;
  }
}
