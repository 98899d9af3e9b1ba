package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored API key. It is created once and may be revoked once. */
@Entity
@Cacheable(false) // a key revoked by another instance must be seen
@Table(name = "api_key")
class ApiKeyRow {
  @Id private String id;

  @Column(name = "secret_hash", updatable = false)
  private String secretHash;

  @Column(updatable = false)
  private String subject;

  @Column(updatable = false)
  private String tenant;

  @Column(updatable = false)
  private String roles;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "expires_at", updatable = false)
  private @Nullable Long expiresAt;

  @Column(name = "revoked_at")
  private @Nullable Long revokedAt;

  protected ApiKeyRow() {}

  ApiKeyRow(ApiKey key, String secretHash) {
    this.id = key.id();
    this.secretHash = secretHash;
    this.subject = key.subject();
    this.tenant = key.tenant();
    this.roles = RoleNames.join(key.roles());
    this.createdAt = key.createdAt().toEpochMilli();
    this.expiresAt = key.expiresAt() == null ? null : key.expiresAt().toEpochMilli();
  }

  /** Ends the key. The first time counts. */
  void revoke(long now) {
    if (revokedAt == null) {
      revokedAt = now;
    }
  }

  StoredKey stored() {
    return new StoredKey(
        new ApiKey(
            id,
            subject,
            tenant,
            RoleNames.split(roles),
            Instant.ofEpochMilli(createdAt),
            expiresAt == null ? null : Instant.ofEpochMilli(expiresAt),
            revokedAt == null ? null : Instant.ofEpochMilli(revokedAt)),
        secretHash);
  }
}
