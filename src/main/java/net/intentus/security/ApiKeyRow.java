package net.intentus.security;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored API key. It is created once and may be revoked once. */
@Entity
@Cacheable(false) // a key revoked by another instance must be seen
@Table(name = "api_key")
class ApiKeyRow {
  /** No intent and no address holds one. */
  private static final String SEPARATOR = "\n";

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

  @Column(name = "last_used_at", insertable = false, updatable = false)
  private @Nullable Long lastUsedAt;

  @Column(updatable = false)
  private String intents;

  @Column(updatable = false)
  private String addresses;

  @Column(updatable = false)
  private @Nullable String environment;

  protected ApiKeyRow() {}

  ApiKeyRow(ApiKey key, String secretHash) {
    this.id = key.id();
    this.secretHash = secretHash;
    this.subject = key.subject();
    this.tenant = key.tenant();
    this.roles = RoleNames.join(key.roles());
    this.createdAt = key.createdAt().toEpochMilli();
    this.expiresAt = key.expiresAt() == null ? null : key.expiresAt().toEpochMilli();
    this.intents = String.join(SEPARATOR, key.limits().intents());
    this.addresses = String.join(SEPARATOR, key.limits().addresses());
    this.environment = key.limits().environment();
  }

  /** Ends the key; false when it was ended before. The first time counts. */
  boolean revoke(long now) {
    if (revokedAt != null) {
      return false;
    }
    revokedAt = now;
    return true;
  }

  StoredKey stored() {
    return new StoredKey(key(), secretHash);
  }

  ApiKey key() {
    return new ApiKey(
        id,
        subject,
        tenant,
        RoleNames.split(roles),
        Instant.ofEpochMilli(createdAt),
        moment(expiresAt),
        moment(revokedAt),
        moment(lastUsedAt),
        new KeyLimits(list(intents), list(addresses), environment));
  }

  private static @Nullable Instant moment(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static List<String> list(@Nullable String column) {
    return column == null || column.isEmpty()
        ? List.of()
        : Arrays.asList(column.split(SEPARATOR, -1));
  }
}
