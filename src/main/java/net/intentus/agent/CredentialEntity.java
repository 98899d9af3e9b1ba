package net.intentus.agent;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stored credential. Times are milliseconds since 1970 UTC. */
@Entity
@Cacheable(false) // a change made by another instance must be seen
@Table(name = "agent_credential")
class CredentialEntity {
  @Id private String name;

  @Column(updatable = false)
  private @Nullable String tenant;

  private String kind;

  @Column(name = "header_name")
  private @Nullable String header;

  @Column(name = "user_name")
  private @Nullable String user;

  private byte[] sealed;

  private long revision;

  @Column(name = "created_at", updatable = false)
  private long createdAt;

  @Column(name = "updated_at")
  private long updatedAt;

  protected CredentialEntity() {}

  CredentialEntity(CredentialDraft draft, byte[] sealed, long now) {
    this.name = draft.name();
    this.tenant = draft.tenant();
    this.createdAt = now;
    change(draft, sealed, now);
  }

  /** Takes everything over but name and tenant. */
  final void change(CredentialDraft draft, byte[] newSealed, long now) {
    this.kind = draft.kind().wire();
    this.header = draft.header();
    this.user = draft.user();
    this.sealed = newSealed;
    this.updatedAt = now;
    this.revision++;
  }

  byte[] sealed() {
    return sealed;
  }

  Credential view() {
    return new Credential(
        name,
        tenant,
        CredentialKind.parse(kind).orElseThrow(),
        header,
        user,
        revision,
        Instant.ofEpochMilli(createdAt),
        Instant.ofEpochMilli(updatedAt));
  }
}
