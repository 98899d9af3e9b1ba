package net.intentus.agent;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stored secret. Times are milliseconds since 1970 UTC; an empty tenant is every tenant. */
@Entity
@Cacheable(false) // a change made by another instance must be seen
@Table(name = "payload_secret")
class PayloadSecretEntity {
  @Id private String id;

  @Column(updatable = false)
  private String tenant;

  @Column(updatable = false)
  private String name;

  private String agents;
  private byte[] sealed;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "updated_at")
  private long updatedAt;

  protected PayloadSecretEntity() {}

  PayloadSecretEntity(
      String name, @Nullable String tenant, List<String> agents, byte[] sealed, long now) {
    this.id = id(tenant, name);
    this.tenant = tenant == null ? "" : tenant;
    this.name = name;
    this.createdAt = now;
    change(agents, sealed, now);
  }

  /** Names hold no slash, so that the pair reads in one way only. */
  static String id(@Nullable String tenant, String name) {
    return (tenant == null ? "" : tenant) + "/" + name;
  }

  final void change(List<String> newAgents, byte[] newSealed, long now) {
    agents = String.join("\n", newAgents);
    sealed = newSealed;
    updatedAt = now;
  }

  String id() {
    return id;
  }

  byte[] sealed() {
    return sealed;
  }

  PayloadSecret view() {
    return new PayloadSecret(
        name,
        tenant.isEmpty() ? null : tenant,
        List.of(agents.split("\n", -1)),
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(updatedAt));
  }
}
