package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stored sign-in that lacks its second factor. */
@Entity
@Cacheable(false) // one ended by another instance must be seen
@Table(name = "pending_sign_in")
class PendingRow {
  @Id
  @Column(name = "token_hash")
  private String tokenHash;

  @Column(name = "user_name", updatable = false)
  private String userName;

  @Column(name = "expires_at", updatable = false)
  private long expiresAt;

  protected PendingRow() {}

  PendingRow(String tokenHash, String userName, long expiresAt) {
    this.tokenHash = tokenHash;
    this.userName = userName;
    this.expiresAt = expiresAt;
  }

  String userName() {
    return userName;
  }

  boolean over(long now) {
    return now >= expiresAt;
  }
}
