package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A stored second factor. It is offered, confirmed once, and then removed as a whole. */
@Entity
@Cacheable(false) // a step used on another instance must be seen
@Table(name = "second_factor")
class FactorRow {
  @Id
  @Column(name = "user_name")
  private String userName;

  private String secret;

  @Column(name = "confirmed_at")
  private @Nullable Long confirmedAt;

  @Column(name = "last_step")
  private long lastStep;

  protected FactorRow() {}

  FactorRow(String userName, String sealed) {
    this.userName = userName;
    this.secret = sealed;
  }

  FactorStore.Stored stored() {
    return new FactorStore.Stored(secret, confirmedAt != null, lastStep);
  }
}
